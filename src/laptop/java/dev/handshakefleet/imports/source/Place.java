package dev.handshakefleet.imports.source;

import dev.handshakefleet.base.SafeText;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where something stands in a file.
 *
 * @param file its path, as the user wrote it
 * @param line 1 for the first
 */
public record Place(Path file, int line) {

    private static final int LONGEST_NAME = 120;

    public Place {
        Objects.requireNonNull(file, "file");
    }

    /** @return the name of the file without its folder, safe to show */
    public static String name(Path file) {
        Path last = file.getFileName();
        return SafeText.line(last == null ? file.toString() : last.toString(), LONGEST_NAME);
    }

    /** @return {@code prometheus.yml:12} */
    @Override
    public String toString() {
        return name(file) + ":" + line;
    }
}
