package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.bench.workbench.DistantServer;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.spool.StoreOrSpool;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.RecordingNotifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;

/** Runs whose tables are far away, behind a proxy: what is done beside the probing, and what is named because no time was left. */
@Timeout(300)
class DistantTablesIT {

    private static final Engine ENGINE = Engine.warm();
    private static final Duration OTHER_SIDE_OF_THE_WORLD = Duration.ofMillis(260);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration GENEROUS = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final RecordingNotifier notifier = new RecordingNotifier();
    private final Collection<String> seen = new ConcurrentLinkedQueue<>();
    private final LocalIdentity root = LocalAuthority.root("R").selfSigned();
    private LoopbackServer server;
    private String state;

    @BeforeEach
    void startServer() {
        state = dynamoDb.newStateTable();
        server = LoopbackServer.tls(LocalAuthority.leaf("localhost").issuedBy(root), "TLSv1.3");
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    @Test
    void everythingIsStoredAndDecidedBesideTheProbingWithManyCallsUnderWay() throws Exception {
        try (DistantServer distant = new DistantServer(dynamoDb.endpoint(), OTHER_SIDE_OF_THE_WORLD);
                DynamoDbClient client = AwsClients.dynamoDb(distant.endpoint())) {
            RunReport report = run(client, targets(150), Deadline.in(Duration.ofMinutes(4)), ProbeLimits.DEFAULT);

            assertThat(report.shortfall().isNone())
                    .as(report.problems().toString())
                    .isTrue();
            assertThat(ids(report)).containsExactlyElementsOf(names(150));
            assertThat(report.stored().orElseThrow().stored()).isEqualTo(150);
            assertThat(report.alerts().orElseThrow().sent())
                    .as("the certificate of each has no known root")
                    .hasSize(150);
            assertThat(report.alerts().orElseThrow().messages())
                    .as("one digest")
                    .isEqualTo(1);
            assertThat(withAnAlert(names(150))).containsExactlyInAnyOrderElementsOf(names(150));
            assertThat(distant.mostWaiting()).as("calls at once").isGreaterThan(16);
            assertThat(report.pace().storing()).isPositive();
            assertThat(report.pace().deciding()).isPositive();
        }
    }

    @Test
    void firstTargetsAreStoredWhileTheLastIsProbed() throws Exception {
        CompletableFuture<Boolean> storedBefore = new CompletableFuture<>();
        try (ServerSocket waiting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> endConnections(waiting, () -> storedBefore.complete(isStoredSoon("quick"))));
            List<Object> targets = List.of(target("quick", server.port()), target("slow", waiting.getLocalPort()));
            Fleet fleet = fleet(dynamoDb.client(), ProbeLimits.ofTotal(Duration.ofMinutes(2)));

            RunReport report = fleet.probe(request(targets), Deadline.in(Duration.ofMinutes(4)), judged -> {});

            assertThat(storedBefore.get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(report.isComplete()).as(report.problems().toString()).isTrue();
        }
    }

    /** Each connection ends after that, without a handshake. */
    private static void endConnections(ServerSocket listener, Runnable before) {
        try {
            while (true) {
                try (Socket _ = listener.accept()) {
                    before.run();
                }
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private boolean isStoredSoon(String name) {
        Deadline end = Deadline.in(Duration.ofMinutes(1));
        try {
            while (!isStored(name) && !end.hasPassed()) {
                Thread.sleep(Duration.ofMillis(20));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return isStored(name);
    }

    @Test
    void whatDoesNotFitIntoTheTimeIsNamedAndTheRunEndsInTime() throws Exception {
        List<String> names = names(400);
        try (DistantServer distant = new DistantServer(dynamoDb.endpoint(), Duration.ofSeconds(1));
                DynamoDbClient client = AwsClients.dynamoDb(distant.endpoint())) {
            Deadline end = Deadline.in(Duration.ofSeconds(14));

            RunReport report = run(client, targets(400), end, ProbeLimits.ofTotal(Duration.ofSeconds(4)));

            assertThat(end.remaining()).isGreaterThan(GENEROUS.negated());
            Set<String> probed = new HashSet<>(ids(report));
            Set<String> notProbed =
                    report.notProbed().stream().map(NotProbed::target).collect(Collectors.toSet());
            assertThat(Collections.disjoint(probed, notProbed)).isTrue();
            assertThat(probed).hasSize(names.size() - notProbed.size());
            assertThat(report.notProbed()).allMatch(left -> left.kind() == NotProbed.Kind.NO_TIME);
            Set<String> decided = without(probed, report.alerts().orElseThrow().undecided(), left -> left.targetId());
            assertThat(withAnAlert(names)).containsAll(decided);
            Set<String> stored = without(probed, report.stored().orElseThrow().notStored(), Function.identity());
            assertThat(stored).hasSize(report.stored().orElseThrow().stored()).allMatch(this::isStored);
            assertThat(report.shortfall().isNone()).isFalse();
        }
    }

    @Test
    void tableThatFailedIsTriedAgainInTheSameRun() throws Exception {
        AtomicBoolean hasFailed = new AtomicBoolean();
        ExecutionInterceptor failsOnce = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                if (call.request() instanceof BatchWriteItemRequest && hasFailed.compareAndSet(false, true)) {
                    throw SdkClientException.create("late");
                }
            }
        };
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), failsOnce)) {
            RunTimes times = RunTimes.until(Deadline.in(Duration.ofMinutes(2)));
            StoreOrSpool store = new StoreOrSpool(
                    new MeasurementStore(client, LocalTables.MEASUREMENTS, Duration.ofDays(3_650)),
                    Optional.empty(),
                    times.answerBy());
            RunBatches batches = new RunBatches(
                    new RunBatches.Stages("eu-west-1", AT, Optional.empty(), Optional.of(store), Optional.empty()),
                    times,
                    List.of("failed.example:443", "later.example:443"),
                    1);

            assertThat(batches.takeRoom(Duration.ZERO)).isTrue();
            batches.ended(List.of(Probes.healthy("failed.example")));
            while (!hasFailed.get()) {
                Thread.sleep(Duration.ofMillis(20));
            }
            Thread.sleep(Duration.ofSeconds(6));
            assertThat(batches.takeRoom(Duration.ZERO)).isTrue();
            batches.ended(List.of(Probes.healthy("later.example")));
            StoreOutcome outcome = batches.end().stored();

            assertThat(outcome.notStored()).containsExactly("failed.example:443");
            assertThat(outcome.stored()).isEqualTo(1);
        }
    }

    @Test
    void tableThatNeverAnswersCostsNoResult() throws Exception {
        try (DistantServer distant = new DistantServer(dynamoDb.endpoint(), NEVER);
                DynamoDbClient client = AwsClients.dynamoDb(distant.endpoint())) {
            Deadline end = Deadline.in(Duration.ofSeconds(30));

            RunReport report = run(client, targets(20), end, ProbeLimits.ofTotal(Duration.ofSeconds(10)));

            assertThat(end.remaining()).isGreaterThan(GENEROUS.negated());
            assertThat(ids(report)).containsExactlyElementsOf(names(20));
            assertThat(report.stored().orElseThrow().notStored()).containsExactlyElementsOf(names(20));
            assertThat(report.alerts().orElseThrow().undecided())
                    .extracting(left -> left.targetId())
                    .containsExactlyElementsOf(names(20));
            assertThat(seen).hasSize(20);
        }
    }

    private RunReport run(DynamoDbClient client, List<Object> targets, Deadline end, ProbeLimits limits) {
        return fleet(client, limits)
                .probe(
                        request(targets),
                        end,
                        judged -> seen.add(judged.result().target().id()));
    }

    private static ProbeRequest request(List<Object> targets) {
        return new ProbeRequest(Optional.of(AT), Optional.of(targets), true, true);
    }

    private Fleet fleet(DynamoDbClient client, ProbeLimits limits) {
        FleetSettings settings = FleetSettings.of(Map.of(
                "AWS_REGION",
                "eu-west-1",
                "FLEET_MEASUREMENTS_TABLE",
                LocalTables.MEASUREMENTS,
                "FLEET_STATE_TABLE",
                state));
        return new FleetBuilder(settings, Clock.systemUTC())
                .engine(ENGINE)
                .trust(TrustStore.of("test", List.of()))
                .egress(EgressPolicy.anyAddress())
                .limits(limits)
                .dynamoDb(client)
                .notifier(notifier)
                .build();
    }

    private List<Object> targets(int count) {
        return names(count).stream().map(name -> target(name, server.port())).toList();
    }

    private static Object target(String name, int port) {
        return Map.of("name", name, "host", "localhost", "port", port, "sla", Map.of("tls", "PT60S"));
    }

    private List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> state + "-target-" + number)
                .toList();
    }

    private static List<String> ids(RunReport report) {
        return report.results().stream()
                .map(judged -> judged.result().target().id())
                .toList();
    }

    private static <T> Set<String> without(Set<String> all, Collection<T> left, Function<T, String> id) {
        Set<String> rest = new HashSet<>(all);
        left.forEach(one -> rest.remove(id.apply(one)));
        return rest;
    }

    private Set<String> withAnAlert(List<String> targetIds) throws StoreUnavailableException {
        return fleet(dynamoDb.client(), ProbeLimits.DEFAULT).alertControl().alertsOf(targetIds).alerts().stream()
                .map(alert -> alert.targetId())
                .collect(Collectors.toSet());
    }

    private boolean isStored(String name) {
        try {
            return !fleet(dynamoDb.client(), ProbeLimits.DEFAULT)
                    .measurements(name, AT, AT, 1)
                    .measurements()
                    .isEmpty();
        } catch (StoreUnavailableException unavailable) {
            return false;
        }
    }
}
