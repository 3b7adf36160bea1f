package dev.handshakefleet.local;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.local.server.LoopbackPort;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local, run as a process of its own with a class path of its own, because its dependencies clash with ours.
 * Ends with {@link #close} or with this process, however that ends, and listens on 127.0.0.1 alone.
 */
public final class DynamoDbLocal implements AutoCloseable {

    /** The directory that the build copied DynamoDB Local into. */
    public static final String PARTS_PROPERTY = "fleet.dynamodb-local";

    private static final String LOCK_FILE = "fleet.lock";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final int LOG_LINES_SHOWN = 10;

    private final Process process;
    private final URI endpoint;
    private final DynamoDbClient client;

    private DynamoDbLocal(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.client = client(endpoint);
    }

    /** Starts an instance with its data in memory. */
    public static DynamoDbLocal inMemory() {
        try {
            Path log = Files.createTempFile("dynamodb-local", ".log");
            log.toFile().deleteOnExit();
            return start(DynamoDbProcess.NO_LOCK, List.of("-sharedDb", "-inMemory"), log);
        } catch (IOException noTemporaryFile) {
            throw new UncheckedIOException(noTemporaryFile);
        }
    }

    /**
     * Starts an instance with its data in a directory.
     *
     * @param directory created if it is missing
     * @throws CommandFailedException when another command works on the directory. It is refused, because two instances
     *     with the same files would damage them
     */
    public static DynamoDbLocal in(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException noDirectory) {
            throw new BadInputException("--data", directory.getParent(), "a directory that can be written to");
        }
        try {
            return start(
                    directory.resolve(LOCK_FILE).toString(),
                    List.of("-sharedDb", "-dbPath", directory.toString()),
                    directory.resolve("dynamodb-local.log"));
        } catch (IOException notStarted) {
            throw new BadInputException("--data", directory.getParent(), "a directory that can be written to");
        }
    }

    /** @return a client for it; closed with it */
    public DynamoDbClient client() {
        return client;
    }

    /** @return its address */
    public URI endpoint() {
        return endpoint;
    }

    /** @return the process that it runs in */
    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        client.close();
        end(process);
    }

    private static DynamoDbLocal start(String lock, List<String> storage, Path log) throws IOException {
        Path program = Files.createTempDirectory("fleet-dynamodb-");
        try {
            Process process = new ProcessBuilder(command(program, lock, storage))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            try {
                return new DynamoDbLocal(process, endpoint(firstLine(process), log));
            } catch (IOException | RuntimeException notStarted) {
                end(process);
                throw notStarted;
            }
        } finally {
            delete(program);
        }
    }

    private static List<String> command(Path program, String lock, List<String> storage) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + parts(),
                "-cp",
                parts() + File.separator + "*" + File.pathSeparator + withMainClass(program),
                DynamoDbProcess.class.getName(),
                lock,
                "-disableTelemetry"));
        command.addAll(storage);
        return command;
    }

    /** Of this program's classes the process sees this one alone: the others would bring our dependencies with them. */
    private static Path withMainClass(Path folder) throws IOException {
        String name = DynamoDbProcess.class.getName().replace('.', '/') + ".class";
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream compiled = DynamoDbProcess.class.getResourceAsStream("/" + name)) {
            Files.copy(compiled, file);
        }
        return folder;
    }

    /** @return the line by which the process says that it is ready; empty when it ended or took too long */
    private static String firstLine(Process process) {
        FutureTask<String> line = new FutureTask<>(() -> process.inputReader().readLine());
        Thread.ofPlatform().daemon().start(line);
        try {
            return Optional.ofNullable(line.get(LoopbackPort.LONGEST_START.toSeconds(), TimeUnit.SECONDS))
                    .orElse("");
        } catch (ExecutionException | TimeoutException nothingSaid) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while DynamoDB Local started", interrupted);
        }
    }

    private static URI endpoint(String firstLine, Path log) throws IOException {
        if (firstLine.startsWith(DynamoDbProcess.LOCKED)) {
            throw new CommandFailedException("%s: another command works on this data (process %s); wait until it ends,"
                            .formatted(log.getParent(), firstLine.substring(DynamoDbProcess.LOCKED.length()))
                    + " or choose another directory with --data");
        }
        if (!firstLine.startsWith(DynamoDbProcess.LISTENING)) {
            throw new IllegalStateException("DynamoDB Local did not start; its log ends with:\n" + lastLines(log));
        }
        return URI.create("http://127.0.0.1:" + firstLine.substring(DynamoDbProcess.LISTENING.length()));
    }

    /** The end of its input ends the process; it first closes its files. */
    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(LONGEST_CALL))
                .build();
    }

    private static Path parts() {
        Path parts = Optional.ofNullable(System.getProperty(PARTS_PROPERTY))
                .map(Path::of)
                .orElse(Path.of("target", "dynamodb-local"))
                .toAbsolutePath();
        if (!Files.isDirectory(parts)) {
            throw new IllegalStateException("DynamoDB Local is not in " + parts + "; ./fleet build puts it there");
        }
        return parts;
    }

    /** The Java of this process; a native program takes the one of the environment. */
    private static String java() {
        String home = Optional.ofNullable(System.getProperty("java.home")).orElse(System.getenv("JAVA_HOME"));
        return home == null ? "java" : Path.of(home, "bin", "java").toString();
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }
}
