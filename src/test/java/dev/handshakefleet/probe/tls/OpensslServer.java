package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.support.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One {@code openssl s_server} on loopback, ended by {@link #close}. What it says goes to a file. */
final class OpensslServer implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final int port;

    private OpensslServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Skips the test where there is no OpenSSL. */
    static void assumeInstalled() {
        assumeTrue(run("openssl", "version"), "skipped: openssl is not installed");
    }

    static OpensslServer start(Path directory, String... options) throws IOException {
        int port = LoopbackPort.free();
        Path log = directory.resolve("server-" + port + ".log");
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        OpensslServer server = new OpensslServer(process, log, port);
        server.awaitListening();
        return server;
    }

    int port() {
        return port;
    }

    /** What it has said so far, once it has said that; fails after a minute. */
    String logWith(String expected) throws IOException {
        long end = System.nanoTime() + LoopbackPort.LONGEST_START.toNanos();
        String said = Files.readString(log);
        while (!said.contains(expected) && System.nanoTime() < end) {
            Thread.onSpinWait();
            said = Files.readString(log);
        }
        assertThat(said).contains(expected);
        return said;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + LoopbackPort.LONGEST_START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (log().contains("ACCEPT")) {
                return;
            }
            Thread.onSpinWait();
        }
        String said = log();
        close();
        throw new IOException("openssl did not start: " + said);
    }

    static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
