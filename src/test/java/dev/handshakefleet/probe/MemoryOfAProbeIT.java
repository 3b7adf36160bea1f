package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.JavaProcess;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory that a probe holds while its peer sends as much as it can. The probes run in a process of their own: whatever
 * other tests released meanwhile would count as less memory.
 */
class MemoryOfAProbeIT {

    private static final int FIRST_PROBES = 4;
    private static final int PROBES = 100;
    private static final int MOST_BYTES = 256 * 1024;
    /** Longer than the reading of the heap may take, which is done while the probes wait. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** A Certificate of nearly 48 KB, the largest message taken. */
    private static final int CERTIFICATE_SIZE = 48_000;

    /** The least memory of a probe that has read the data. */
    private static final int SURELY_ARRIVED = 40_000;

    private static final int STEADY_READINGS = 10;
    private static final long SHORTEST_PAUSE_NANOS = 20_000_000;
    private static final int PAUSES_TO_READINGS = 4;
    private static final int NOISE_BYTES = 64 * 1024;

    @Test
    void truncatedCertificateTakesNoMoreThan256Kilobytes(@TempDir Path directory) throws Exception {
        CommandResult result = CommandResult.of(
                JavaProcess.of(
                        List.of(
                                "-XX:SoftRefLRUPolicyMSPerMB=0",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED"),
                        Measuring.class),
                directory);

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(Integer.parseInt(result.out().strip())).isBetween(SURELY_ARRIVED, MOST_BYTES);
    }

    /** Prints the bytes that one of many probes holds. */
    static final class Measuring {

        private Measuring() {}

        public static void main(String[] args) throws Exception {
            bytesHeld(FIRST_PROBES, 0);
            System.out.println(bytesHeld(PROBES, SURELY_ARRIVED));
        }
    }

    /** @return the bytes that each of some probes holds at a time, awaited until they are at least as many as expected */
    private static long bytesHeld(int probes, int expected) throws Exception {
        CountDownLatch answered = new CountDownLatch(probes);
        CountDownLatch measured = new CountDownLatch(1);
        byte[] flight = allButTheLastByte();
        try (ServerSocket listener = new ServerSocket(0, probes, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, probes, flight, answered, measured));
            Prober prober = new Prober(
                    NameResolver.ofSystem(),
                    EgressPolicy.anyAddress(),
                    ProbeLimits.ofTotal(LONGEST),
                    Engine.cold(),
                    ClientIdentities.none(),
                    Clock.systemUTC());
            Target target = new TargetReader(TargetDefaults.BUILT_IN).read("localhost:" + listener.getLocalPort());
            long before = liveBytes();
            List<Future<ProbeResult>> results = new ArrayList<>();
            for (int probe = 0; probe < probes; probe++) {
                results.add(threads.submit(() -> prober.probe(target).getFirst()));
            }
            answered.await();
            long held = mostHeld(before + (long) probes * expected);
            measured.countDown();
            for (Future<ProbeResult> result : results) {
                assertThat(result.get().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CLOSED_BY_PEER);
            }
            return (held - before) / probes;
        }
    }

    /** Reads until the heap has grown to the expected size and no longer grows: the probes may read late. */
    private static long mostHeld(long expected) {
        Deadline patience = Deadline.in(Duration.ofMinutes(2));
        long most = 0;
        for (int sinceGrowth = 0;
                (sinceGrowth < STEADY_READINGS || most < expected) && !patience.hasPassed();
                sinceGrowth++) {
            long start = System.nanoTime();
            long now = liveBytes();
            // No probe runs during a collection, so most of the time is left to them.
            LockSupport.parkNanos(Math.max(SHORTEST_PAUSE_NANOS, PAUSES_TO_READINGS * (System.nanoTime() - start)));
            if (now > most + NOISE_BYTES) {
                sinceGrowth = 0;
            }
            most = Math.max(most, now);
        }
        return most;
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void serve(
            ServerSocket listener, int clients, byte[] flight, CountDownLatch answered, CountDownLatch measured) {
        for (int client = 0; client < clients; client++) {
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
