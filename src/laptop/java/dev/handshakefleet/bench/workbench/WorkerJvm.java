package dev.handshakefleet.bench.workbench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts JVMs with the class path of this one, in the role of {@link BenchWorker} or of another program, and reads their output. */
public final class WorkerJvm {

    /** The compiler and collector that {@code ./fleet} and the Lambda function run with. */
    public static final List<String> AS_LAUNCHED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The same with the optimizing compiler, for a long-lived process. */
    public static final List<String> ALL_COMPILERS = List.of("-XX:+UseSerialGC");

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_LINES = 100_000;

    private final ChildProcesses processes;
    private final Class<?> program;

    public WorkerJvm(ChildProcesses processes) {
        this(processes, BenchWorker.class);
    }

    private WorkerJvm(ChildProcesses processes, Class<?> program) {
        this.processes = processes;
        this.program = program;
    }

    /** @return starts JVMs of another program, which ends with its {@link ParentProcess} */
    public WorkerJvm of(Class<?> main) {
        return new WorkerJvm(processes, main);
    }

    /** A worker that serves until it is stopped. */
    public record Service(Process process, int port) {}

    /** A line and its instant, measured from just before the start of the process. */
    public record OutputLine(String text, Duration after) {

        /** @return the fields of the line, which blanks separate */
        public String[] fields() {
            return text.split(" ", -1);
        }
    }

    /**
     * Runs a worker to its end.
     *
     * @param options for the JVM
     * @param arguments for the program
     * @return its lines
     * @throws IOException when it failed or took longer than five minutes; the message ends with the
     *     end of its log
     */
    public List<OutputLine> run(List<String> options, Object... arguments) throws IOException {
        Path log = processes.newFile("worker", ".log");
        long start = System.nanoTime();
        Process process = start(log, options, arguments);
        Thread watchdog = Thread.ofVirtual().start(() -> endLate(process));
        List<OutputLine> output = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null && output.size() < MOST_LINES; line = lines.readLine()) {
                output.add(new OutputLine(line, Duration.ofNanos(System.nanoTime() - start)));
            }
        }
        int status = exitStatus(process);
        watchdog.interrupt();
        processes.stop(process);
        if (status != 0) {
            throw new IOException("a worker (" + name(arguments) + ") ended with status " + status + ": "
                    + ChildProcesses.endOf(log));
        }
        return output;
    }

    /** Starts a worker that listens and reports its port. */
    public Service serve(Object... arguments) throws IOException {
        Path log = processes.newFile("worker", ".log");
        Process process = start(log, AS_LAUNCHED, arguments);
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith("port ")) {
            processes.stop(process);
            throw new IOException("a worker (" + name(arguments) + ") does not serve: " + ChildProcesses.endOf(log));
        }
        return new Service(process, Integer.parseInt(line.substring("port ".length())));
    }

    /** @return whether our classes come from jars alone, without which the JVM archives nothing */
    public static boolean canBeArchived() {
        return Arrays.stream(classPath().split(File.pathSeparator, -1))
                .noneMatch(entry -> Files.isDirectory(Path.of(entry)));
    }

    private Process start(Path log, List<String> options, Object... arguments) throws IOException {
        List<String> command = Stream.of(
                        Stream.of(
                                java(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                        options.stream(),
                        Stream.of("-cp", classPath(), program.getName()),
                        Arrays.stream(arguments).map(String::valueOf))
                .flatMap(part -> part)
                .toList();
        return processes.start(ProcessBuilder.Redirect.PIPE, log, command);
    }

    /** The mode of our own workers is their first argument. */
    private String name(Object... arguments) {
        return program.equals(BenchWorker.class) ? String.valueOf(arguments[0]) : program.getSimpleName();
    }

    private void endLate(Process process) {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                processes.stop(process);
            }
        } catch (InterruptedException itEndedInTime) {
            // Nothing is left to end.
        }
    }

    private static int exitStatus(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a worker ran", interrupted);
        }
    }

    private static String java() throws IOException {
        return Path.of(
                        Optional.ofNullable(System.getProperty("java.home"))
                                .orElseThrow(() -> new IOException(
                                        "the bench starts further JVMs, which a native program cannot do")),
                        "bin",
                        "java")
                .toString();
    }

    /** Absolute, because workers run in a directory of their own. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
