package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainInspector;
import dev.handshakefleet.support.HostileKey;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServer;

/**
 * Prints the CPU time that one probe spends on each key of {@link HostileKey}: in the handshake with a server that presents
 * it, and in the inspection of twenty certificates with it. The time of the first of five calls and the highest of the
 * others; run with {@code -XX:TieredStopAtLevel=1}, the compiler of the launcher and of the function.
 */
public final class HostileKeysBench {

    private static final int CALLS = 5;
    private static final double NANOS_A_MILLI = 1_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Target TARGET = Target.ofDefaults("localhost", 443, TargetDefaults.BUILT_IN);
    private static final PrintStream OUT = System.out;

    private final Handshaker handshaker = new Handshaker();
    private final ChainInspector inspector = new ChainInspector(TrustStore.jdk());

    private HostileKeysBench() {}

    private interface Call {
        /** @return CPU time in nanoseconds */
        long cpuNanos() throws IOException, OperatorCreationException;
    }

    /** @param none nothing is asked for */
    public static void main(String... none) throws IOException, OperatorCreationException {
        new HostileKeysBench().run();
    }

    private void run() throws IOException, OperatorCreationException {
        HostileKey ordinary = HostileKey.all().stream()
                .filter(key -> key.name().startsWith("RSA 4096"))
                .findFirst()
                .orElseThrow();
        for (int round = 0; round < CALLS; round++) {
            long _ = handshake(() -> HostileServer.presenting(ordinary, ProtocolVersion.TLSv13));
            long _ = inspection(List.of(ordinary.certificate()));
        }
        OUT.println("| key | answer | handshake, first / most | twenty certificates, first / most |");
        OUT.println("|---|---|---|---|");
        for (HostileKey key : HostileKey.all()) {
            String handshake = HostileServer.canPresent(key)
                    ? millis(() -> handshake(() -> HostileServer.presenting(key, ProtocolVersion.TLSv13)))
                    : "";
            String chain = millis(() -> inspection(key.crowd()));
            OUT.printf("| %s | %s | %s | %s |%n", key, key.isRefused() ? "refused" : "accepted", handshake, chain);
        }
        for (int bits : List.of(8_192, 8_193, 16_384)) {
            BigInteger prime = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.valueOf(129));
            String handshake = millis(() -> handshake(() -> HostileServer.inGroup(prime, BigInteger.TWO)));
            OUT.printf(
                    "| key exchange in a group of %,d bits | %s | %s | |%n",
                    bits, bits > 8_192 ? "refused" : "accepted", handshake);
        }
    }

    private interface ServerOf {
        TlsServer make() throws IOException, OperatorCreationException;
    }

    private long handshake(ServerOf made) throws IOException, OperatorCreationException {
        InMemoryServer server = new InMemoryServer(made.make());
        ClientSession session = handshaker.prepare(TARGET);
        long before = THREADS.getCurrentThreadCpuTime();
        Handshake _ = session.shakeHands(server, Deadline.in(Duration.ofMinutes(5)));
        return THREADS.getCurrentThreadCpuTime() - before - server.cpuNanos();
    }

    private long inspection(List<byte[]> chain) {
        long before = THREADS.getCurrentThreadCpuTime();
        var _ = inspector.inspect(chain, "localhost", Instant.now());
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private static String millis(Call call) throws IOException, OperatorCreationException {
        long first = call.cpuNanos();
        long most = 0;
        for (int again = 1; again < CALLS; again++) {
            most = Math.max(most, call.cpuNanos());
        }
        return String.format(Locale.ROOT, "%.1f / %.1f", first / NANOS_A_MILLI, most / NANOS_A_MILLI);
    }
}
