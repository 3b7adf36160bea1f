package dev.handshakefleet.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory of local data: {@code .fleet} beside the launcher, where users find it and git ignores it.
 */
public final class DataDirectory {

    private DataDirectory() {}

    /** For {@code invoke}, {@code history}, {@code apply}, {@code targets}. */
    static Path local() {
        return home().resolve("local");
    }

    /** For {@code demo}. */
    public static Path demo() {
        return home().resolve("demo");
    }

    /** @return the file of the notices in a directory of local data, one JSON line each */
    public static Path notices(Path directory) {
        return directory.resolve("notices.jsonl");
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getProperty("fleet.home")).orElse(""), ".fleet")
                .toAbsolutePath();
    }
}
