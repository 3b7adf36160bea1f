package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.bench.workbench.SkippedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** tcpdump on loopback, looking at one port, with the kernel's stamps in nanoseconds. */
final class PacketCapture implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(5);
    private static final Duration BETWEEN_ASKING = Duration.ofMillis(20);

    /**
     * tcpdump receives packets after a second at the latest (its {@code to_ms}); stopping earlier would lose the
     * youngest.
     */
    private static final Duration UNTIL_HANDED_OVER = Duration.ofMillis(1_300);

    private static final Pattern DROPPED = Pattern.compile("(\\d+) packets dropped by kernel");

    private final ChildProcesses processes;
    private final Process process;
    private final Path file;
    private final Path log;

    private PacketCapture(ChildProcesses processes, Process process, Path file, Path log) {
        this.processes = processes;
        this.process = process;
        this.file = file;
        this.log = log;
    }

    /**
     * Starts to capture.
     *
     * @throws SkippedException when this user may not capture
     */
    static PacketCapture start(ChildProcesses processes, Path tcpdump, int port) throws IOException, SkippedException {
        Path file = processes.newFile("wire", ".pcap");
        Path log = processes.newFile("tcpdump", ".log");
        Process process = processes.start(
                ProcessBuilder.Redirect.to(file.toFile()),
                log,
                List.of(
                        tcpdump.toString(),
                        "-i",
                        "lo",
                        "-n",
                        "-s",
                        "4096",
                        "-B",
                        "65536",
                        "--time-stamp-precision",
                        "nano",
                        "-w",
                        "-",
                        "tcp port " + port));
        PacketCapture capture = new PacketCapture(processes, process, file, log);
        capture.awaitStart();
        return capture;
    }

    /**
     * Stops and reads the capture.
     *
     * @throws IOException when the kernel dropped packets
     */
    List<TcpSegment> stop() throws IOException {
        pause(UNTIL_HANDED_OVER);
        processes.stop(process);
        Matcher dropped = DROPPED.matcher(Files.readString(log, StandardCharsets.UTF_8));
        if (dropped.find() && Long.parseLong(dropped.group(1)) > 0) {
            throw new IOException("the kernel dropped " + dropped.group(1) + " packets of the capture");
        }
        List<TcpSegment> segments = PcapFile.read(file);
        Files.delete(file);
        return segments;
    }

    @Override
    public void close() {
        processes.stop(process);
    }

    private void awaitStart() throws IOException, SkippedException {
        long start = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - start < LONGEST_START.toNanos()) {
            if (Files.readString(log, StandardCharsets.UTF_8).contains("listening on")) {
                return;
            }
            pause(BETWEEN_ASKING);
        }
        processes.stop(process);
        throw new SkippedException("tcpdump may not capture on loopback (" + ChildProcesses.endOf(log)
                + "); run it as root or give it the capability cap_net_raw");
    }

    private static void pause(Duration duration) throws IOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while packets were captured", interrupted);
        }
    }
}
