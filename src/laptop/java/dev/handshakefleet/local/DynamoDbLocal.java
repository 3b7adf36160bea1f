package dev.handshakefleet.local;

import dev.handshakefleet.local.server.LoopbackPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local, run as a process of its own with a class path of its own, because its dependencies clash with ours.
 * Ends
 * with {@link #close} or with this process.
 */
public final class DynamoDbLocal implements AutoCloseable {

    /** The directory that the build copied DynamoDB Local into. */
    public static final String PARTS_PROPERTY = "fleet.dynamodb-local";

    private static final String MAIN_CLASS = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
    private static final Duration BETWEEN_ASKING = Duration.ofMillis(50);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
    private static final int LOG_LINES_SHOWN = 10;

    private final Process process;
    private final URI endpoint;
    private final DynamoDbClient client;
    private final Thread shutdownHook;

    private DynamoDbLocal(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.client = client(endpoint);
        this.shutdownHook = new Thread(process::destroyForcibly, "end of DynamoDB Local");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** Starts an instance with its data in memory. */
    public static DynamoDbLocal inMemory() {
        try {
            Path log = Files.createTempFile("dynamodb-local", ".log");
            log.toFile().deleteOnExit();
            return start(List.of("-sharedDb", "-inMemory"), log);
        } catch (IOException noTemporaryFile) {
            throw new UncheckedIOException(noTemporaryFile);
        }
    }

    /**
     * Starts an instance with its data in a directory.
     *
     * @param directory created if it is missing; two processes cannot share it
     */
    public static DynamoDbLocal in(Path directory) {
        try {
            Files.createDirectories(directory);
            return start(
                    List.of("-sharedDb", "-dbPath", directory.toString()), directory.resolve("dynamodb-local.log"));
        } catch (IOException noDirectory) {
            throw new UncheckedIOException(noDirectory);
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

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDownAlready) {
            // The hook is running: nothing is left to remove.
        }
    }

    private static DynamoDbLocal start(List<String> storage, Path log) throws IOException {
        int port = LoopbackPort.free();
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + parts(),
                "-cp",
                parts() + File.separator + "*",
                MAIN_CLASS,
                "-port",
                String.valueOf(port),
                "-disableTelemetry"));
        command.addAll(storage);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .start();
        DynamoDbLocal started = new DynamoDbLocal(process, URI.create("http://127.0.0.1:" + port));
        started.awaitAnswer(log);
        return started;
    }

    private void awaitAnswer(Path log) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LoopbackPort.LONGEST_START.toNanos() && process.isAlive()) {
            if (listens() && answers()) {
                return;
            }
            pause();
        }
        close();
        throw new IllegalStateException("DynamoDB Local did not start; its log ends with:\n" + lastLines(log));
    }

    /** This is tried first, because the client's own retries wait longer and longer for a port that is not open yet. */
    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), (int) BETWEEN_ASKING.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean answers() {
        try {
            client.listTables();
            return true;
        } catch (SdkException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ASKING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while DynamoDB Local started", interrupted);
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

    private static File nothing() {
        return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }
}
