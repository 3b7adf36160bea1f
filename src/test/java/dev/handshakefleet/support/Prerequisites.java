package dev.handshakefleet.support;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The programs and rights that tests need of the machine. A test without them is skipped, with a reason that begins with the name
 * of the missing program, so that the summary of {@code ./fleet test} counts equal reasons together.
 */
public final class Prerequisites {

    private static final String[] SYSTEM_DIRECTORIES = {
        "/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/local/bin", "/usr/local/go/bin"
    };

    private Prerequisites() {}

    /**
     * @param name of a program
     * @return its path: in a directory of {@code PATH} or in a system directory
     */
    public static Path program(String name) {
        String[] searched = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        return Stream.concat(Arrays.stream(searched), Arrays.stream(SYSTEM_DIRECTORIES))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> abort(name + " is not installed"));
    }

    /** For tests that read {@code /proc} or use calls of Linux. */
    public static void linux() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "Linux is needed");
    }

    /** @param program that only root can start in the way of the test */
    public static void rootFor(String program) {
        assumeTrue(System.getProperty("user.name").equals("root"), "root is needed for " + program);
    }
}
