package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.SignatureSchemes;
import dev.handshakefleet.target.TlsOffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the offer of a ClientHello from an object with the fields {@value #FIELDS}. */
final class TlsOfferReader {

    static final String FIELDS = "profile, versions, ciphers, groups, alpn, serverName, sni, signatures";

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0");
    private static final Pattern VERSION = Pattern.compile("(?:TLS ?v? ?)?1\\.?([0-3])", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_PROTOCOL_NAME = 255;
    private static final String NO_PROTOCOL = "none";

    private TlsOfferReader() {}

    static TlsOffer read(Object value) {
        if (value == null) {
            return TlsOffer.DEFAULT;
        }
        Map<?, ?> fields = Fields.object("tls", value);
        Fields.refuseUnknown("tls", fields, Set.of(FIELDS.split(", ")));
        return new TlsOffer(
                profile(fields.get("profile")),
                versions(fields.get("versions")),
                names(
                        "tls.ciphers",
                        fields.get("ciphers"),
                        name -> CipherSuites.code(name).flatMap(CipherSuites::name),
                        CipherSuites.names()),
                names(
                        "tls.groups",
                        fields.get("groups"),
                        name -> NamedGroups.code(name).flatMap(NamedGroups::name),
                        NamedGroups.names()),
                fields.get("alpn") == null ? Optional.empty() : Optional.of(protocols(fields.get("alpn"))),
                fields.get("sni") == null || Fields.flag("tls.sni", fields.get("sni")),
                names(
                        "tls.signatures",
                        fields.get("signatures"),
                        SignatureSchemes::registered,
                        SignatureSchemes.names()));
    }

    /** The name for SNI, which may be written here as well as beside the host. */
    static Optional<String> serverName(Object value) {
        return value instanceof Map<?, ?> fields
                ? Fields.text("tls.serverName", fields.get("serverName"))
                        .map(name -> HostName.parse("tls.serverName", name))
                : Optional.empty();
    }

    private static TlsOffer.Profile profile(Object value) {
        String label = Fields.text("tls.profile", value).orElse(TlsOffer.Profile.BROWSER.label());
        return Arrays.stream(TlsOffer.Profile.values())
                .filter(profile -> profile.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new BadInputException("tls.profile", label, "browser or classic"));
    }

    /** YAML reads an unquoted {@code 1.2} as a number. */
    private static List<String> versions(Object value) {
        return Fields.list("tls.versions", value).stream()
                .map(version -> version(String.valueOf(version)))
                .distinct()
                .toList();
    }

    private static String version(String written) {
        var parts = VERSION.matcher(written.strip());
        if (!parts.matches()) {
            throw new BadInputException(
                    "tls.versions", written, String.join(", ", VERSIONS) + ", or short forms such as 1.3");
        }
        return "TLSv1." + parts.group(1);
    }

    private static List<String> names(
            String field, Object value, Function<String, Optional<String>> inItsOneForm, List<String> known) {
        return Fields.list(field, value).stream()
                .map(name -> Fields.text(field, name).orElse(""))
                .map(name -> inItsOneForm
                        .apply(name)
                        .orElseThrow(() -> new BadInputException(
                                field, name, "IANA names that this engine can negotiate" + like(name, known))))
                .distinct()
                .toList();
    }

    /** The known names that equal or contain the written text, whatever the case; otherwise some of all names. */
    private static String like(String written, List<String> known) {
        String lower = written.toLowerCase(Locale.ROOT).replace('-', '_');
        List<String> similar = known.stream()
                .filter(name ->
                        !lower.isEmpty() && name.toLowerCase(Locale.ROOT).contains(lower))
                .limit(5)
                .toList();
        return ", such as "
                + (similar.isEmpty() ? known.stream().limit(5) : similar.stream()).collect(Collectors.joining(", "));
    }

    /** The text {@code none} stands for no protocol, as on the command line. */
    private static List<String> protocols(Object value) {
        List<?> written = value instanceof String ? List.of(value) : Fields.list("tls.alpn", value);
        if (written.equals(List.of(NO_PROTOCOL)) || written.equals(List.of("[]"))) {
            return List.of();
        }
        return written.stream()
                .map(name -> Fields.text("tls.alpn", name).orElse(""))
                .map(name -> {
                    if (!name.matches("[!-~]{1," + LONGEST_PROTOCOL_NAME + "}")) {
                        throw new BadInputException(
                                "tls.alpn", name, "protocol names such as h2 and http/1.1, or none");
                    }
                    return name;
                })
                .toList();
    }
}
