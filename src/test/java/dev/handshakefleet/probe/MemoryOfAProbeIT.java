package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The memory that a probe holds while its peer sends as much as it can. */
class MemoryOfAProbeIT {

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
    void truncatedCertificateTakesNoMoreThan256Kilobytes() throws Exception {
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
            long before = liveBytes();
            List<Future<ProbeResult>> results = new ArrayList<>();
            for (int probe = 0; probe < PROBES; probe++) {
                results.add(threads.submit(() -> prober.probe(target).getFirst()));
            }
            answered.await();
            long held = mostHeld(before + (long) PROBES * SURELY_ARRIVED);
            measured.countDown();
            for (Future<ProbeResult> result : results) {
                assertThat(result.get().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CLOSED_BY_PEER);
            }

            // Earlier tests of this process may release memory meanwhile, and later classes may add some, so the lower
            // of the two
            // readings counts.
            assertThat((held - Math.min(before, liveBytes())) / PROBES)
                    .isBetween((long) SURELY_ARRIVED, (long) MOST_BYTES);
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
