package dev.handshakefleet.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The end of a command.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err its standard error
 */
public record CommandResult(int status, String out, String err) {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /**
     * Runs a program to its end. A program that does not end within five minutes is ended, with all that it started, and the
     * test fails with what it had printed.
     *
     * @param directory where its output goes, into {@code out.txt} and {@code err.txt}
     */
    public static CommandResult of(ProcessBuilder program, Path directory) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process =
                program.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("no end within " + LONGEST + ": " + String.join(" ", program.command())
                        + "\noutput: " + Files.readString(out) + "\nerrors: " + Files.readString(err));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** @return the lines of its standard output */
    public List<String> outLines() {
        return out.lines().toList();
    }
}
