package dev.handshakefleet.certificate;

import dev.handshakefleet.base.BadInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trust store in a PEM file, in its written form: {@code corp=/etc/pki/corp.pem}, or the file alone.
 *
 * @param name its name in findings and results
 * @param file its path
 */
record PemStore(String name, Path file) {

    private static final Pattern NAMED = Pattern.compile("(?<name>[^=/\\\\]*)=(?<file>.+)");
    private static final Pattern ACCEPTED_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    private static final String ACCEPTED =
            "PEM files separated by commas, each with or without a name: corp=/etc/pki/corp.pem; a name has 1 to"
                    + " 40 letters, digits, dots, hyphens and underscores and is not " + TrustStore.PUBLIC;

    static PemStore parse(String written, String field) {
        Matcher named = NAMED.matcher(written);
        if (named.matches()) {
            String name = named.group("name");
            if (!ACCEPTED_NAME.matcher(name).matches() || name.equals(TrustStore.PUBLIC)) {
                throw new BadInputException(field, written, ACCEPTED);
            }
            return new PemStore(name, path(named.group("file"), field));
        }
        Path file = path(written, field);
        return new PemStore(nameOf(file), file);
    }

    private static Path path(String written, String field) {
        try {
            if (!written.isBlank()) {
                return Path.of(written);
            }
        } catch (InvalidPathException noPath) {
            // The error below names the field.
        }
        throw new BadInputException(field, written, ACCEPTED);
    }

    /**
     * The file name without its extension; {@code file} where that is empty or is the name of the JDK's store.
     */
    private static String nameOf(Path file) {
        String base = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z0-9]+$", "");
        return ACCEPTED_NAME.matcher(base).matches() && !base.equals(TrustStore.PUBLIC) ? base : "file";
    }
}
