package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.inquiry.AnswerCache;
import dev.handshakefleet.inquiry.ChainInquiry;
import dev.handshakefleet.inquiry.download.EgressDownloads;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.Probers;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeRoundIT {

    private static final Engine ENGINE = Engine.warm();

    @Test
    void failureIsConfirmedByASecondAttempt() {
        AtomicInteger lookups = new AtomicInteger();
        NameResolver failing = FixedNames.ipv4(host -> {
            lookups.incrementAndGet();
            throw new UnknownHostException("NXDOMAIN");
        });

        RoundOutcome outcome =
                round(failing, 4).probeAll(targets("a.example"), Deadline.in(Duration.ofMinutes(5)), r -> {});

        assertThat(lookups).hasValue(2);
        assertThat(outcome.probed()).singleElement().satisfies(judged -> {
            assertThat(judged.result().quality().attempts()).isEqualTo(2);
            assertThat(judged.verdict().severity()).isEqualTo(Severity.CRITICAL);
        });
    }

    @Test
    void failureOfTheFirstAttemptAloneIsNotReported() {
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("R")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(900)))
                .selfSigned();
        LocalIdentity leaf = LocalAuthority.leaf("localhost")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(80)))
                .dns("blip.example")
                .issuedBy(root);
        AtomicInteger lookups = new AtomicInteger();
        NameResolver blip = FixedNames.ipv4(host -> {
            if (lookups.getAndIncrement() == 0) {
                throw new UnknownHostException("NXDOMAIN");
            }
            return List.of(InetAddress.getLoopbackAddress());
        });
        try (LoopbackServer server = LoopbackServer.tls(leaf, "TLSv1.3")) {
            Prober prober = Probers.patient(blip, ENGINE);
            ProbeRound round = new ProbeRound(
                    prober,
                    new Judge(TrustStore.of("test", List.of(root.certificate()))),
                    ChainInquiry.under(TrustStore.of("test", List.of(root.certificate())), EgressPolicy.anyAddress()),
                    4,
                    Clock.systemUTC());

            RoundOutcome outcome = round.probeAll(
                    targets("blip.example:" + server.port()), Deadline.in(Duration.ofMinutes(5)), r -> {});

            assertThat(outcome.probed()).singleElement().satisfies(judged -> {
                assertThat(judged.verdict().findings()).isEmpty();
                assertThat(judged.result().quality().attempts()).isEqualTo(2);
            });
        }
    }

    @Test
    void concurrentProbesAreLimited() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch threeAtOnce = new CountDownLatch(3);
        NameResolver counting = FixedNames.ipv4(host -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            threeAtOnce.countDown();
            awaitOr(threeAtOnce, Duration.ofSeconds(60));
            underWay.decrementAndGet();
            throw new UnknownHostException("NXDOMAIN");
        });

        RoundOutcome outcome = round(counting, 3).probeAll(hosts(30), Deadline.in(Duration.ofMinutes(5)), r -> {});

        assertThat(most).hasValue(3);
        assertThat(outcome.probed())
                .extracting(judged -> judged.result().target().id())
                .containsExactlyElementsOf(hosts(30).stream().map(Target::id).toList());
    }

    @Test
    void noProbeStartsThatCouldEndAfterTheDeadlineAndSkippedTargetsAreNamed() {
        Duration longestProbe = Duration.ofSeconds(30);
        AtomicReference<Deadline> deadline = new AtomicReference<>();
        CountDownLatch never = new CountDownLatch(1);
        NameResolver slow = FixedNames.ipv4(host -> {
            awaitOr(never, deadline.get().remaining().minus(longestProbe).plusMillis(1));
            throw new UnknownHostException("NXDOMAIN");
        });
        Prober prober = new Prober(
                slow,
                EgressPolicy.anyAddress(),
                ProbeLimits.ofTotal(longestProbe),
                ENGINE,
                ClientIdentities.none(),
                Clock.systemUTC());
        ProbeRound round = new ProbeRound(
                prober,
                new Judge(TrustStore.of("test", List.of())),
                ChainInquiry.under(TrustStore.of("test", List.of()), EgressPolicy.anyAddress()),
                2,
                Clock.systemUTC());

        deadline.set(Deadline.in(longestProbe.plusSeconds(3)));
        RoundOutcome outcome = round.probeAll(hosts(50), deadline.get(), r -> {});

        assertThat(deadline.get().hasPassed()).isFalse();
        assertThat(outcome.probed()).isNotEmpty();
        assertThat(outcome.notProbed()).isNotEmpty();
        assertThat(outcome.probed().size() + outcome.notProbed().size()).isEqualTo(50);
        assertThat(outcome.notProbed().getLast().target()).isEqualTo("host-49.example:443");
        assertThat(outcome.notProbed().getLast().reason()).contains("no time left");
    }

    @Test
    void everyTargetIsNamedIfNoTimeIsLeft() {
        RoundOutcome outcome =
                round(FixedNames.ipv4(host -> List.of()), 4).probeAll(hosts(3), Deadline.in(Duration.ZERO), r -> {});

        assertThat(outcome.probed()).isEmpty();
        assertThat(outcome.notProbed()).hasSize(3);
    }

    @Test
    void listenerReceivesEachResult() {
        AtomicInteger heard = new AtomicInteger();
        NameResolver nobody = FixedNames.ipv4(host -> {
            throw new UnknownHostException("NXDOMAIN");
        });

        round(nobody, 8)
                .probeAll(hosts(40), Deadline.in(Duration.ofMinutes(5)), (JudgedProbe r) -> heard.incrementAndGet());

        assertThat(heard).hasValue(40);
    }

    /** The first run waits for the second one with its own problem already reported. */
    @Test
    void concurrentRunsReportOnlyTheirOwnProblems() throws Exception {
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("R")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(900)))
                .selfSigned();
        LocalIdentity leaf = LocalAuthority.leaf("localhost")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(80)))
                .dns("first.example", "second.example")
                .issuedBy(root);
        TrustStore trust = TrustStore.of("test", List.of(root.certificate()));
        Prober prober = Probers.patient(FixedNames.ipv4(host -> List.of(InetAddress.getLoopbackAddress())), ENGINE);
        NameResolver nobody = FixedNames.ipv4(host -> {
            throw new UnknownHostException("NXDOMAIN");
        });
        ChainInquiry inquiry = new ChainInquiry(
                trust,
                EgressPolicy.anyAddress(),
                new EgressDownloads(nobody, EgressPolicy.anyAddress()),
                AnswerCache.inMemory());
        ProbeRound round = new ProbeRound(prober, new Judge(trust), inquiry, 4, Clock.systemUTC());
        CountDownLatch firstHasItsProblem = new CountDownLatch(1);
        CountDownLatch secondIsOver = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.tls(leaf, "TLSv1.3");
                ExecutorService runs = Executors.newSingleThreadExecutor()) {
            Future<RoundOutcome> first = runs.submit(() ->
                    round.probeAll(withAri("first", server), Deadline.in(Duration.ofMinutes(5)), judged -> {
                        firstHasItsProblem.countDown();
                        awaitOr(secondIsOver, Duration.ofMinutes(4));
                    }));
            assertThat(firstHasItsProblem.await(4, TimeUnit.MINUTES)).isTrue();
            RoundOutcome second =
                    round.probeAll(withAri("second", server), Deadline.in(Duration.ofMinutes(5)), judged -> {});
            secondIsOver.countDown();

            assertThat(second.problems()).singleElement().asString().contains("second-ca.example");
            assertThat(first.get().problems()).singleElement().asString().contains("first-ca.example");
        }
    }

    private static List<Target> withAri(String name, LoopbackServer server) {
        Map<String, Object> written = Map.of(
                "host", name + ".example",
                "port", server.port(),
                "sla", Map.of("tls", "PT30S"),
                "expiry", Map.of("ari", "https://" + name + "-ca.example/directory"));
        return List.of(new TargetReader(TargetDefaults.BUILT_IN).read(written));
    }

    private static ProbeRound round(NameResolver resolver, int concurrency) {
        Prober prober = Probers.patient(resolver, ENGINE);
        return new ProbeRound(
                prober,
                new Judge(TrustStore.of("test", List.of())),
                ChainInquiry.under(TrustStore.of("test", List.of()), EgressPolicy.anyAddress()),
                concurrency,
                Clock.systemUTC());
    }

    private static List<Target> hosts(int count) {
        return targets(IntStream.range(0, count)
                .mapToObj(number -> "host-" + number + ".example")
                .toArray(String[]::new));
    }

    private static List<Target> targets(String... written) {
        return new TargetReader(TargetDefaults.BUILT_IN)
                .readAll(List.of(written))
                .targets();
    }

    private static void awaitOr(CountDownLatch latch, Duration longest) {
        try {
            boolean _ = latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
