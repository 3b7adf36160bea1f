package dev.handshakefleet.support;

import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** An emulator of AWS ({@code moto_server}) as a process of its own, on loopback; a test is skipped where there is none. */
public final class AwsEmulator implements AutoCloseable {

    private static final String PROGRAM = "moto_server";

    private final Process process;
    private final URI endpoint;

    private AwsEmulator(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts one, and returns when it listens.
     *
     * @param log gets what it says
     * @throws IOException when it does not listen in time
     */
    public static AwsEmulator start(Path log) throws IOException {
        Path program = Prerequisites.program(PROGRAM);
        int port = LoopbackPort.free();
        Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        AwsEmulator emulator = new AwsEmulator(process, URI.create("http://127.0.0.1:" + port));
        try {
            LoopbackPort.awaitListening(port, process);
        } catch (IOException tooLate) {
            emulator.close();
            throw tooLate;
        }
        return emulator;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A real client of the AWS SDK that talks to this emulator. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
