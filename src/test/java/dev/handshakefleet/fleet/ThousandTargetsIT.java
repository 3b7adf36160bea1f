package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap of a run with 1,000 targets, all in flight at once; docs/engine.md states the limit of the native executable. */
class ThousandTargetsIT {

    private static final int TARGETS = 1_000;

    /** What the run needs. The limit of the executable is larger ({@code quarkus.native.additional-build-args}). */
    private static final String HEAP = "-Xmx64m";

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Test
    void thousandTargetsInFlightFitIntoAHeapOf64Megabytes(@TempDir Path directory) throws Exception {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity authority = LocalAuthority.intermediate("CA").issuedBy(root);
        SSLContext context = LocalAuthority.leaf("127.0.0.1")
                .ip("127.0.0.1")
                .issuedBy(authority)
                .serverContext();
        try (ServerSocket listener = new ServerSocket(0, TARGETS, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, context));

            CommandResult result = CommandResult.of(
                    JavaProcess.of(
                            List.of(
                                    HEAP,
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "--enable-native-access=ALL-UNNAMED"),
                            Run.class,
                            String.valueOf(listener.getLocalPort())),
                    directory);

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.outLines()).containsExactly(TARGETS + " handshakes, all in the answer");
        }
    }

    /** Probes as the function does, and prints how many handshakes its answer has. */
    static final class Run {

        private Run() {}

        public static void main(String[] port) {
            FleetSettings settings = FleetSettings.of(
                    Map.of("FLEET_CONCURRENCY", String.valueOf(TARGETS), "FLEET_PER_HOST", String.valueOf(TARGETS)));
            Fleet fleet = new FleetBuilder(settings, Clock.systemUTC())
                    .engine(Engine.cold())
                    .egress(EgressPolicy.anyAddress())
                    .limits(ProbeLimits.ofTotal(LONGEST))
                    .build();
            List<Object> targets = IntStream.range(0, TARGETS)
                    .<Object>mapToObj(number ->
                            Map.of("name", "target-" + number, "host", "127.0.0.1", "port", Integer.valueOf(port[0])))
                    .toList();
            Deadline end = Deadline.in(LONGEST.multipliedBy(2));
            RunReport report =
                    fleet.probe(new ProbeRequest(Optional.empty(), Optional.of(targets), false, false), end, _ -> {});
            long made = report.results().stream()
                    .filter(judged -> judged.result().failure().isEmpty())
                    .count();
            byte[] answer = ContractJson.answer(report);
            System.out.println(made + " handshakes, " + (answer.length > TARGETS ? "all in the answer" : "no answer"));
        }
    }

    /** No handshake goes on before all clients are connected. */
    private static void serve(ServerSocket listener, SSLContext context) {
        CountDownLatch connected = new CountDownLatch(TARGETS);
        try {
            while (true) {
                Socket connection = listener.accept();
                connected.countDown();
                Thread.ofVirtual().start(() -> shakeHands(connection, connected, context));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private static void shakeHands(Socket connection, CountDownLatch connected, SSLContext context) {
        try (connection) {
            connected.await();
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true)) {
                tls.startHandshake();
                int _ = tls.getInputStream().read();
            }
        } catch (IOException clientIsGone) {
            // The client says what it saw.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
