package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.inquiry.ChainInquiry;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.HostPlaces;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Judge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many names of one address: how many connections it gets at once, and that it holds up no other address. */
class PerHostIT {

    private static final Engine ENGINE = Engine.warm();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    /** Takes connections, lets each wait, and ends it without an answer. It counts those that are open at once. */
    private static final class CountingServer implements AutoCloseable {

        private final ServerSocket listener;
        private final CountDownLatch wanted;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final Queue<Boolean> waits = new ConcurrentLinkedQueue<>();

        /** @param wanted a connection waits for it, and counts it down where it is of this server */
        CountingServer(String address, CountDownLatch wanted, boolean countsDown) throws IOException {
            this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
            this.wanted = wanted;
            Thread.ofVirtual().start(() -> accept(countsDown));
        }

        private void accept(boolean countsDown) {
            try {
                while (true) {
                    Socket connection = listener.accept();
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    if (countsDown) {
                        wanted.countDown();
                    }
                    Thread.ofVirtual().start(() -> end(connection));
                }
            } catch (IOException closed) {
                // The test has ended.
            }
        }

        private void end(Socket connection) {
            try (connection) {
                waits.add(wanted.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
                open.decrementAndGet();
            } catch (IOException gone) {
                // The client was first.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @Test
    void namesOfOneAddressAreProbedByNoMoreThanTheBoundAtOnce() throws IOException {
        CountDownLatch threeAtOnce = new CountDownLatch(3);
        try (CountingServer server = new CountingServer("127.0.0.1", threeAtOnce, true)) {
            List<Target> targets = names("name", 12, server);

            RoundOutcome outcome = round(host -> List.of(InetAddress.ofLiteral("127.0.0.1")), 12, 3)
                    .probeAll(targets, Deadline.in(LONGEST_RUN), judged -> {});

            assertThat(server.most).hasValue(3);
            assertThat(outcome.notProbed()).isEmpty();
            assertThat(outcome.probed())
                    .extracting(judged -> judged.result().target().id())
                    .containsExactlyElementsOf(targets.stream().map(Target::id).toList());
            assertThat(outcome.probed())
                    .allMatch(judged -> judged.result().quality().attempts() == 2);
        }
    }

    @Test
    void targetThatWaitsForItsAddressLeavesItsPlaceToOthers() throws IOException {
        CountDownLatch other = new CountDownLatch(1);
        try (CountingServer busy = new CountingServer("127.0.0.1", other, false);
                CountingServer free = new CountingServer("127.0.0.2", other, true)) {
            List<Target> targets = Stream.concat(names("busy", 5, busy).stream(), names("free", 1, free).stream())
                    .toList();

            RoundOutcome outcome = round(
                            host -> List.of(InetAddress.ofLiteral(host.startsWith("busy") ? "127.0.0.1" : "127.0.0.2")),
                            2,
                            1)
                    .probeAll(targets, Deadline.in(LONGEST_RUN), judged -> {});

            assertThat(busy.waits)
                    .as("the other address was probed meanwhile")
                    .isNotEmpty()
                    .allMatch(Boolean::booleanValue);
            assertThat(busy.most).hasValue(1);
            assertThat(outcome.probed()).hasSize(6);
        }
    }

    @Test
    void targetThatGetsNoTurnInTimeIsNamed() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (CountingServer busy = new CountingServer("127.0.0.1", never, false)) {
            RoundOutcome outcome = round(
                            host -> List.of(InetAddress.ofLiteral("127.0.0.1")), 4, 1, Duration.ofSeconds(4))
                    .probeAll(names("busy", 3, busy), Deadline.in(Duration.ofSeconds(6)), judged -> {});

            assertThat(outcome.probed()).hasSize(1);
            assertThat(outcome.notProbed())
                    .hasSize(2)
                    .allSatisfy(left -> assertThat(left.kind()).isEqualTo(NotProbed.Kind.NO_TIME))
                    .allSatisfy(left -> assertThat(left.reason())
                            .isEqualTo("other targets with the same address took all the time"));
        }
    }

    private static List<Target> names(String prefix, int count, CountingServer server) {
        return new TargetReader(TargetDefaults.BUILT_IN)
                .readAll(IntStream.range(0, count)
                        .<Object>mapToObj(number -> prefix + number + ".example:" + server.listener.getLocalPort())
                        .toList())
                .targets();
    }

    private static ProbeRound round(FixedNames.Answers answers, int concurrency, int perHost) {
        return round(answers, concurrency, perHost, Probes.PATIENT.total());
    }

    private static ProbeRound round(FixedNames.Answers answers, int concurrency, int perHost, Duration longest) {
        NameResolver names = FixedNames.ipv4(answers);
        Prober prober = new Prober(
                names,
                EgressPolicy.anyAddress(),
                ProbeLimits.ofTotal(longest),
                ENGINE,
                ClientIdentities.none(),
                Clock.systemUTC(),
                new HostPlaces(perHost));
        return new ProbeRound(
                prober,
                new Judge(TrustStore.of("test", List.of())),
                ChainInquiry.under(TrustStore.of("test", List.of()), EgressPolicy.anyAddress()),
                concurrency,
                Clock.systemUTC());
    }
}
