package dev.handshakefleet.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code openssl s_server} on loopback, with a log. {@link #close} ends it. */
public final class OpensslServer implements AutoCloseable {

    /** The system chooses the port, and the server logs it. No other process can take it before the server listens. */
    private static final Pattern LISTENS = Pattern.compile("ACCEPT 127\\.0\\.0\\.1:([0-9]+)\\s");

    private static final long BETWEEN_READS_NANOS = 10_000_000;

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
        Path _ = Prerequisites.program("openssl");
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param directory for the log
     * @param options such as {@code -cert FILE}, {@code -tls1_2}; not {@code -quiet}, which hides the port
     * @throws IOException if it ends or does not listen within {@link LoopbackPort#LONGEST_START}
     */
    public static OpensslServer start(Path directory, List<String> options) throws IOException {
        Path log = Files.createTempFile(directory, "s_server", ".log");
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Matcher listens = awaited(log, LISTENS, process);
        if (!listens.find()) {
            process.destroyForcibly();
            throw new IOException("openssl did not start: " + Files.readString(log));
        }
        return new OpensslServer(process, Integer.parseInt(listens.group(1)), log);
    }

    /** Like {@link #start(Path, List)}. */
    public static OpensslServer start(Path directory, String... options) throws IOException {
        return start(directory, List.of(options));
    }

    /**
     * Runs a program to its end, without its output.
     *
     * @return whether it is installed and ended with status 0
     */
    public static boolean run(String... command) {
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

    /** @return the address where it listens */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** @return its port on 127.0.0.1 */
    public int port() {
        return port;
    }

    /** @return its output so far */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /**
     * @return its output so far, once that contains the text
     * @throws AssertionError if it does not contain it within {@link LoopbackPort#LONGEST_START}
     */
    public String logWith(String expected) throws IOException {
        awaited(log, Pattern.compile(Pattern.quote(expected)), process);
        String output = log();
        assertThat(output).contains(expected);
        return output;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Reads the log until the pattern matches, the process has ended, or the longest start has passed. */
    private static Matcher awaited(Path log, Pattern expected, Process process) throws IOException {
        long start = System.nanoTime();
        while (true) {
            boolean last = !process.isAlive() || System.nanoTime() - start > LoopbackPort.LONGEST_START.toNanos();
            Matcher found = expected.matcher(Files.readString(log));
            if (last || found.find()) {
                return found.reset();
            }
            LockSupport.parkNanos(BETWEEN_READS_NANOS); // leaves the CPU to the server
        }
    }
}
