package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.base.SafeText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of one run and the temporary directory that they write to. All of them end, and the directory goes,
 * with
 * {@link #close} or with this process, by Ctrl-C as well. Thread-safe.
 */
public final class ChildProcesses implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int LONGEST_LOG_SHOWN = 1_000;
    private static final int LOG_LINES_SHOWN = 5;

    private final Path directory;
    private final Deque<Process> running = new ConcurrentLinkedDeque<>();
    private final Thread shutdownHook;
    private volatile boolean ended;

    public ChildProcesses() throws IOException {
        this.directory = Files.createTempDirectory("fleet-bench-");
        this.shutdownHook = new Thread(this::endAll, "end of the bench");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** @return the directory for files of the run */
    public Path directory() {
        return directory;
    }

    /** @return a file of the run that does not exist yet */
    public Path newFile(String prefix, String suffix) throws IOException {
        return Files.createTempFile(directory, prefix + "-", suffix);
    }

    /**
     * Starts a process that is ended with the run.
     *
     * @param log the file for its standard error
     * @param command program and arguments
     */
    public Process start(ProcessBuilder.Redirect output, Path log, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output)
                .redirectError(log.toFile())
                .start();
        running.add(process);
        if (ended) {
            process.destroyForcibly();
            throw new IOException("the bench has ended");
        }
        return process;
    }

    /** Ends a process, after three seconds by force. Returns when it has ended. */
    public void stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        running.remove(process);
    }

    /** @return the end of a log, on one line, for an error message */
    public static String endOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return SafeText.joined(
                    String.join(" / ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())),
                    LONGEST_LOG_SHOWN);
        } catch (IOException unreadable) {
            return "it wrote no log";
        }
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDownAlready) {
            // The hook is running: nothing is left to remove.
        }
    }

    private void endAll() {
        ended = true;
        running.forEach(this::stop);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException alreadyGone) {
            // The system clears a temporary directory that remains.
        }
    }
}
