package dev.handshakefleet.bench.workbench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An optional program of this machine that the bench uses. */
public enum InstalledProgram {
    NGINX("nginx", "-v"),
    BLACKBOX_EXPORTER("prometheus-blackbox-exporter", "--version"),
    CURL("curl", "--version"),
    TCPDUMP("tcpdump", "--version");

    private static final int LONGEST_SECONDS = 5;

    private final String command;
    private final String versionOption;

    InstalledProgram(String command, String versionOption) {
        this.command = command;
        this.versionOption = versionOption;
    }

    /** @return its common name */
    String command() {
        return command;
    }

    /** @return its path: in a directory of {@code PATH} or in one of Debian's system directories */
    public Optional<Path> path() {
        String[] directories =
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1);
        return Stream.concat(Arrays.stream(directories), Stream.of("/usr/sbin", "/usr/local/sbin", "/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @return the first line of its version output; empty if it is not installed or prints nothing */
    Optional<String> version() {
        return path().flatMap(this::firstLine);
    }

    private Optional<String> firstLine(Path program) {
        try {
            Process process = new ProcessBuilder(List.of(program.toString(), versionOption))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readNBytes(4_096), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return output.lines().findFirst().map(String::strip);
        } catch (IOException notRunnable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
