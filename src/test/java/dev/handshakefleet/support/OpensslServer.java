package dev.handshakefleet.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real server: {@code openssl s_server} on loopback, with a log; ended by close. */
public final class OpensslServer implements AutoCloseable {

    private final Process process;
    private final int port;
    private final Path log;

    private OpensslServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Skips the test where openssl is missing. */
    public static void assumeInstalled() {
        assumeThat(isInstalled()).as("openssl is installed").isTrue();
    }

    /**
     * @param directory for the log
     * @param options such as {@code -cert FILE}, {@code -tls1_2}
     */
    public static OpensslServer start(Path directory, List<String> options) throws IOException {
        int port = LoopbackPort.free();
        Path log = Files.createTempFile(directory, "s_server", ".log");
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        OpensslServer server = new OpensslServer(process, port, log);
        server.awaitListening();
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** What it has said so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + LoopbackPort.LONGEST_START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (log().contains("ACCEPT")) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new IOException("openssl did not start: " + log());
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
