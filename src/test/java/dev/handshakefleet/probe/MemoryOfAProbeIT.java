package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a probe holds on to while its peer sends as much as it is let. */
class MemoryOfAProbeIT {

    private static final int PROBES = 100;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(180);
    /** A Certificate of nearly 48 KB, the largest message taken. */
    private static final int CERTIFICATE_SIZE = 48_000;

    /** What a probe holds at least that has read it. */
    private static final int SURELY_ARRIVED = 40_000;

    private static final Path SOCKETS = Path.of("/proc/net/tcp");
    private static final String ESTABLISHED = "01";
    private static final String NOTHING_QUEUED = "00000000:00000000";
    private static final int STEADY_READINGS = 10;
    private static final int NOISE_BYTES = 64 * 1024;

    @Test
    void aCertificateThatStopsShortOfItsEndTakesNoMoreThan256Kilobytes() throws Exception {
        assumeThat(SOCKETS).as("Linux only").exists();
        CountDownLatch answered = new CountDownLatch(PROBES);
        CountDownLatch measured = new CountDownLatch(1);
        byte[] flight = allButTheLastByte();
        try (ServerSocket listener = new ServerSocket(0, PROBES, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, flight, answered, measured));
            Prober prober = new Prober(
                    NameResolver.ofSystem(),
                    EgressPolicy.anyAddress(),
                    ProbeLimits.ofTotal(LONGEST),
                    Engine.cold(),
                    ClientIdentities.none(),
                    Clock.systemUTC());
            Target target = new TargetReader(TargetDefaults.BUILT_IN).read("localhost:" + listener.getLocalPort());
            List<Future<ProbeResult>> results = new ArrayList<>();
            for (int probe = 0; probe < PROBES; probe++) {
                results.add(threads.submit(() -> prober.probe(target).getFirst()));
            }
            answered.await();
            awaitAllRead(listener.getLocalPort());
            long held = mostHeld();
            measured.countDown();
            for (Future<ProbeResult> result : results) {
                assertThat(result.get().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CLOSED_BY_PEER);
            }

            // Held against what is left when they have ended, not against what was there before: what earlier tests of
            // this
            // process let go of meanwhile would hide what the probes hold.
            assertThat((held - liveBytes()) / PROBES).isBetween((long) SURELY_ARRIVED, (long) MOST_BYTES);
        }
    }

    /** The most of some readings in a row, because memory that is let go of meanwhile is no part of it. */
    private static long mostHeld() {
        Deadline patience = Deadline.in(Duration.ofSeconds(60));
        long most = 0;
        for (int sinceGrowth = 0; sinceGrowth < STEADY_READINGS && !patience.hasPassed(); sinceGrowth++) {
            long now = liveBytes();
            if (now > most + NOISE_BYTES) {
                sinceGrowth = 0;
            }
            most = Math.max(most, now);
        }
        return most;
    }

    /**
     * Waits until nothing lies in the kernel any more: a write returns when the kernel has the bytes, and a busy machine
     * lets the probes read them late.
     */
    private static void awaitAllRead(int port) throws IOException {
        Deadline patience = Deadline.in(Duration.ofSeconds(60));
        while (!allRead(port)) {
            assertThat(patience.hasPassed()).as("the probes did not read").isFalse();
            Thread.onSpinWait();
        }
    }

    /** By proc_pid_net(5): address and port in hexadecimal, local and remote, state, bytes to send and to read. */
    private static boolean allRead(int port) throws IOException {
        String server = ":%04X".formatted(port);
        List<String[]> clients = Files.readAllLines(SOCKETS).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[3].equals(ESTABLISHED))
                .filter(fields -> fields[1].endsWith(server) || fields[2].endsWith(server))
                .toList();
        return clients.size() == 2 * PROBES
                && clients.stream().allMatch(fields -> fields[4].equals(NOTHING_QUEUED));
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void serve(ServerSocket listener, byte[] flight, CountDownLatch answered, CountDownLatch measured) {
        for (int client = 0; client < PROBES; client++) {
            try {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> {
                    try (socket) {
                        int _ = socket.getInputStream().read(new byte[4_096]);
                        socket.getOutputStream().write(flight);
                        answered.countDown();
                        measured.await();
                    } catch (IOException | InterruptedException gone) {
                        answered.countDown();
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A ServerHello of TLS 1.2, and a Certificate whose last byte never comes. */
    private static byte[] allButTheLastByte() {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        flight.writeBytes(HexFormat.of()
                .parseHex("1603030031" + "0200002d" + "0303" + "11".repeat(32) + "00" + "c02f" + "00"
                        + "0005ff01000100"));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HexFormat.of().parseHex("0b%06x%06x".formatted(CERTIFICATE_SIZE, CERTIFICATE_SIZE - 3)));
        message.writeBytes(new byte[CERTIFICATE_SIZE - 4]);
        byte[] content = message.toByteArray();
        for (int offset = 0; offset < content.length; offset += 16_384) {
            int length = Math.min(16_384, content.length - offset);
            flight.writeBytes(HexFormat.of().parseHex("160303%04x".formatted(length)));
            flight.write(content, offset, length);
        }
        return flight.toByteArray();
    }
}
