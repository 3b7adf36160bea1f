package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.target.ClientCertificate;
import dev.handshakefleet.target.SecretSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the place of a client certificate: a source, or an object with {@code from} and {@code password}. */
final class ClientCertificateReader {

    private static final String FIELD = "clientCertificate";
    private static final int LONGEST_NAME = 2_048;

    private ClientCertificateReader() {}

    static Optional<ClientCertificate> read(Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case String source -> Optional.of(new ClientCertificate(source(FIELD, source), Optional.empty()));
            case Map<?, ?> fields -> Optional.of(read(fields));
            default -> throw hidden(FIELD);
        };
    }

    private static ClientCertificate read(Map<?, ?> fields) {
        Fields.refuseUnknown(FIELD, fields, Set.of("from", "password"));
        return new ClientCertificate(
                text(FIELD + ".from", fields.get("from"))
                        .map(source -> source(FIELD + ".from", source))
                        .orElseThrow(() -> new BadInputException(FIELD + ".from", null, accepted())),
                text(FIELD + ".password", fields.get("password")).map(source -> source(FIELD + ".password", source)));
    }

    /** The kind of place is before the colon, the name there behind it. */
    private static SecretSource source(String field, String written) {
        int colon = written.indexOf(':');
        String kind = colon < 0 ? "" : written.substring(0, colon);
        String name = written.substring(colon + 1);
        boolean isName = !name.isBlank() && name.length() <= LONGEST_NAME && SafeText.isOneLine(name);
        return Arrays.stream(SecretSource.Kind.values())
                .filter(known -> isName && label(known).equals(kind))
                .findFirst()
                .map(known -> new SecretSource(known, name))
                .orElseThrow(() -> hidden(field));
    }

    private static Optional<String> text(String field, Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw hidden(field);
        };
    }

    /** The value may be the secret itself, which must not appear in a log. */
    private static BadInputException hidden(String field) {
        return new BadInputException(field, "a hidden value", accepted());
    }

    private static String accepted() {
        return Arrays.stream(SecretSource.Kind.values())
                .map(kind -> label(kind) + ":NAME")
                .collect(Collectors.joining(", ", "the place of the secret: ", ""));
    }

    private static String label(SecretSource.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
