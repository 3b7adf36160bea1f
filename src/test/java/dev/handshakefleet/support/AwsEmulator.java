package dev.handshakefleet.support;

import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** An emulator of AWS: the program {@code moto_server}, which runs on loopback. A test is skipped if it is not installed. */
public final class AwsEmulator implements AutoCloseable {

    private static final String PROGRAM = "moto_server";

    private final Process process;
    private final URI endpoint;

    private AwsEmulator(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts an emulator and waits until it listens.
     *
     * @param log the file for its output
     * @throws IOException if it does not listen within {@link LoopbackPort#LONGEST_START}
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

    /** @return its address */
    public URI endpoint() {
        return endpoint;
    }

    /** The client that the builder makes, for this emulator. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return AwsClients.client(builder, endpoint);
    }

    /** @return signs addresses of this emulator's S3 */
    public S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(AwsClients.CREDENTIALS)
                .build();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
