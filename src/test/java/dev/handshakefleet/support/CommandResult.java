package dev.handshakefleet.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a command.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err its standard error
 */
public record CommandResult(int status, String out, String err) {

    /**
     * Runs a program to its end.
     *
     * @param directory where its output goes, into {@code out.txt} and {@code err.txt}
     */
    public static CommandResult of(ProcessBuilder program, Path directory) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        int status = program.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new CommandResult(status, Files.readString(out), Files.readString(err));
    }

    /** @return the lines of its standard output */
    public List<String> outLines() {
        return out.lines().toList();
    }
}
