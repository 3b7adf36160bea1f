package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.alert.AlertOutcome;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.support.FaultProxy;
import dev.handshakefleet.support.FaultProxy.Call;
import dev.handshakefleet.support.FaultProxy.Fault;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.support.SnsEndpoint;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.JudgedProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * A run in which each call to AWS in its turn fails in each way, against DynamoDB Local and an endpoint of SNS, behind a proxy. Two
 * runs before it and two after it have no fault. Each measurement is stored once or named; each notice is sent, and where it is
 * sent a second time, that is the one case that an outbox cannot avoid; the answer of the run comes.
 */
class FaultAtEveryCallIT {

    private static final String HOME = "eu-west-1";
    private static final String OTHER = "us-east-1";
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final int AT_ONCE = 12;

    /** The run with the fault; the runs before it prepare it. */
    private static final int FAULTY = 3;

    private static final int LAST = 5;

    private static final TargetReader READER = new TargetReader(TargetDefaults.BUILT_IN);
    private static final AtomicInteger SCENARIOS = new AtomicInteger();

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    /** The certificates of the servers are valid from now on. */
    private static Instant start;

    private static final LocalIdentity TRUSTED = LocalhostIdentity.issued();
    private static final LocalIdentity STRANGER = LocalhostIdentity.issued();
    private static final List<LoopbackServer> SERVERS = List.of(
            LoopbackServer.tls(TRUSTED, "TLSv1.3"),
            LoopbackServer.tls(TRUSTED, "TLSv1.2"),
            LoopbackServer.tls(STRANGER, "TLSv1.3"),
            LoopbackServer.tls(STRANGER, "TLSv1.2"));

    private static final Object GOOD = target(0, Map.of("objectives", List.of("99 % over P1D")));
    private static final Object SILENCED = target(3, Map.of());
    private static final List<Object> TARGETS = List.of(GOOD, target(1, Map.of()), target(2, Map.of()), SILENCED);

    private static Map<String, Object> target(int server, Map<String, Object> sla) {
        Map<String, Object> limits = new TreeMap<>(sla);
        limits.put("tls", "PT60S");
        return Map.of("host", "localhost", "port", SERVERS.get(server).port(), "sla", limits);
    }

    @BeforeAll
    static void now() {
        start = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    }

    @AfterAll
    static void endServers() {
        SERVERS.forEach(LoopbackServer::close);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void nothingIsLostAndNothingIsDoubledWhicheverCallFails() throws Exception {
        Outcome clean = new Scenario(new Plan(new Call("none", 0), Fault.RESET, true)).play();
        assertThat(clean.calls())
                .extracting(Call::operation)
                .contains(
                        "BatchGetItem", "BatchWriteItem", "GetItem", "PublishBatch", "PutItem", "Query", "UpdateItem");
        assertThat(clean.report().isComplete()).isTrue();
        assertThat(clean.sent()).hasSize(2);
        assertThat(clean.copies().values()).containsOnly(1L);

        List<Plan> plans = clean.calls().stream()
                .flatMap(call -> Stream.of(Fault.values())
                        .filter(fault ->
                                fault != Fault.PARTIAL || call.operation().contains("Batch"))
                        .flatMap(fault -> Stream.of(true, false).map(lasts -> new Plan(call, fault, lasts))))
                .toList();
        List<String> wrongs = new ArrayList<>();
        try (ExecutorService scenarios = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<List<String>> outcome : scenarios.invokeAll(plans.stream()
                    .map(plan -> (Callable<List<String>>) () -> new Scenario(plan).wrongs(clean))
                    .toList())) {
                wrongs.addAll(outcome.get());
            }
        }
        assertThat(wrongs).as("of %d runs", plans.size()).isEmpty();
    }

    /**
     * @param call the call that fails
     * @param fault how
     * @param lasts whether all attempts of the call fail, or the first one
     */
    private record Plan(Call call, Fault fault, boolean lasts) {

        Optional<Fault> of(Call other, int attempt) {
            if (fault == Fault.PARTIAL
                    && lasts
                    && other.operation().equals(call.operation())
                    && other.number() > call.number()) {
                // The rest of the batch is another call.
                return Optional.of(Fault.THROTTLED);
            }
            return other.equals(call) && (lasts || attempt == 0) ? Optional.of(fault) : Optional.empty();
        }

        /** Whether SNS can have taken a notice over whose removal from the state was not written. */
        boolean canLoseTheMark() {
            return switch (call.operation()) {
                case "PublishBatch" -> fault == Fault.RESET_AFTER_SUCCESS || fault == Fault.NO_ANSWER_AFTER_SUCCESS;
                case "UpdateItem" -> lasts || fault == Fault.NO_ANSWER;
                default -> false;
            };
        }

        @Override
        public String toString() {
            return call + " " + fault + (lasts ? " at each attempt" : " at the first attempt");
        }
    }

    /**
     * What became of a scenario.
     *
     * @param report of the run with the fault
     * @param calls of that run
     * @param copies how often each notice was sent, by its id
     * @param sent the notices, without their copies, by target, check and change
     * @param stored the keys of the measurements
     */
    private record Outcome(
            RunReport report, List<Call> calls, Map<String, Long> copies, List<String> sent, Set<String> stored) {}

    /** A fleet with tables and a topic of its own: two runs, one with the fault, two runs. */
    private static final class Scenario {

        private final Plan plan;
        private final String name = "scenario-" + SCENARIOS.incrementAndGet();
        private final String measurements = name + "-measurements";
        private final String state = name + "-state";
        private final SettableClock clock = new SettableClock(start);

        Scenario(Plan plan) {
            this.plan = plan;
        }

        Outcome play() {
            LocalTables.create(dynamoDb.client(), measurements, state);
            try (SnsEndpoint topic = new SnsEndpoint();
                    FaultProxy tables = new FaultProxy(dynamoDb.endpoint());
                    FaultProxy sns = new FaultProxy(topic.uri());
                    DynamoDbClient faultyTables = tables.client(DynamoDbClient.builder());
                    SnsClient faultySns = sns.client(SnsClient.builder());
                    SnsClient clearSns = topic.client()) {
                RegionStore regions = new RegionStore(dynamoDb.client(), state);
                regions.record(new RegionRun(OTHER, start, start, INTERVAL, "1", 1, true, Optional.empty()), INTERVAL);
                regions.heardSince(start);
                apply(List.of(GOOD));
                run(fleet(dynamoDb.client(), clearSns), 1);
                run(fleet(dynamoDb.client(), clearSns), 2);
                apply(TARGETS);
                silence();
                tables.inject(plan::of);
                sns.inject(plan::of);
                RunReport report = run(fleet(faultyTables, faultySns), FAULTY);
                List<Call> calls = Stream.concat(tables.calls().stream(), sns.calls().stream())
                        .toList();
                for (int number = FAULTY + 1; number <= LAST; number++) {
                    assertThat(run(fleet(dynamoDb.client(), clearSns), number).isComplete())
                            .as("%s: run %d is complete", plan, number)
                            .isTrue();
                }
                return outcome(report, calls, topic);
            } finally {
                dynamoDb.client().deleteTable(table -> table.tableName(measurements));
                dynamoDb.client().deleteTable(table -> table.tableName(state));
            }
        }

        /** @return what is wrong with it, in comparison with the same runs without a fault */
        List<String> wrongs(Outcome clean) {
            Outcome outcome = play();
            RunReport report = outcome.report();
            List<String> wrongs = new ArrayList<>();
            Set<String> notStored = new HashSet<>(report.stored().orElseThrow().notStored());
            for (JudgedProbe probe : report.results()) {
                String targetId = probe.result().target().id();
                if (!notStored.contains(targetId) && !outcome.stored().contains(key(targetId, FAULTY))) {
                    wrongs.add("reported stored and is not in the table: " + targetId);
                }
            }
            if (report.results().size() < TARGETS.size() && !report.shortfall().catalogUnread()) {
                wrongs.add("probed only " + report.results().size());
            }
            if (!new String(ContractJson.answer(report), StandardCharsets.UTF_8).contains(HOME)) {
                wrongs.add("no answer");
            }
            Set<String> mayBeSent = new TreeSet<>(clean.sent());
            if (report.problems().toString().contains("The silences could not be read, so no notice was suppressed")) {
                mayBeSent.add(READER.read(SILENCED).id() + " chain opened");
            }
            if (!outcome.sent().containsAll(clean.sent()) || !mayBeSent.containsAll(outcome.sent())) {
                wrongs.add("sent " + outcome.sent() + " and not " + clean.sent());
            }
            outcome.copies().forEach((id, copies) -> {
                if (copies > 1 && !plan.canLoseTheMark()) {
                    wrongs.add("sent " + copies + " times: " + id);
                }
            });
            if (!report.shortfall().catalogUnread()) {
                Set<String> told = told(report);
                told(clean.report()).stream()
                        .filter(alerted -> !told.contains(alerted))
                        .forEach(alerted -> wrongs.add("neither sent nor named: " + alerted));
            }
            return wrongs.stream().map(wrong -> plan + ": " + wrong).toList();
        }

        /** The targets of whose alerts a report says something. */
        private static Set<String> told(RunReport report) {
            AlertOutcome alerts = report.alerts().orElseThrow();
            Set<String> told = new TreeSet<>();
            alerts.sent().forEach(notice -> told.add(notice.targetId()));
            alerts.unsent().forEach(unsent -> told.add(unsent.notice().targetId()));
            alerts.undecided().forEach(undecided -> told.add(undecided.targetId()));
            if (told.contains("regions")) {
                told.add("region:" + OTHER);
            }
            return told;
        }

        private Outcome outcome(RunReport report, List<Call> calls, SnsEndpoint topic) {
            Map<String, Long> copies = new TreeMap<>();
            Set<String> sent = new TreeSet<>();
            topic.published().forEach(message -> {
                Map<String, String> attributes = SnsEndpoint.attributes(message);
                copies.merge(attributes.get("id"), 1L, Long::sum);
                sent.add(attributes.get("target") + " " + attributes.get("check") + " " + attributes.get("state"));
            });
            Set<String> stored =
                    dynamoDb
                            .client()
                            .scanPaginator(scan -> scan.tableName(measurements).consistentRead(true))
                            .items()
                            .stream()
                            .map(item -> item.get("pk").s() + " "
                                    + instant(item.get("sk").s()))
                            .collect(Collectors.toSet());
            return new Outcome(report, calls, copies, List.copyOf(sent), stored);
        }

        private static String instant(String sortKey) {
            return Instant.parse(sortKey.substring(0, sortKey.indexOf('#'))).toString();
        }

        private static String key(String targetId, int number) {
            return targetId + " " + at(number);
        }

        private RunReport run(Fleet fleet, int number) {
            clock.set(at(number));
            return fleet.probe(
                    new ProbeRequest(Optional.of(at(number)), Optional.empty(), true, true),
                    Deadline.in(Duration.ofMinutes(5)),
                    judged -> {});
        }

        private static Instant at(int number) {
            return start.plus(INTERVAL.multipliedBy(number));
        }

        private void apply(List<Object> written) {
            CatalogWriter writer = new TargetCatalog(dynamoDb.client(), state).writer((packs, of) -> {});
            writer.apply(
                    writer.plan(written.stream()
                            .map(entry -> new CatalogEntry(READER.read(entry).id(), entry))
                            .toList()),
                    Optional.of("kim"),
                    start);
        }

        private void silence() {
            new SilenceStore(dynamoDb.client(), state)
                    .add(new Silence(
                            "0a1b2c3d",
                            new SilenceMatcher(
                                    Optional.of(READER.read(SILENCED).id()), Optional.empty(), Optional.empty()),
                            start,
                            start.plus(Duration.ofDays(1)),
                            "known",
                            Optional.empty(),
                            start,
                            0));
        }

        private Fleet fleet(DynamoDbClient client, SnsClient sns) {
            return new FleetBuilder(
                            FleetSettings.of(Map.of(
                                    "AWS_REGION",
                                    HOME,
                                    "FLEET_HOME_REGION",
                                    HOME,
                                    "FLEET_STATE_TABLE",
                                    state,
                                    "FLEET_MEASUREMENTS_TABLE",
                                    measurements,
                                    "FLEET_ALLOW_NETWORKS",
                                    "127.0.0.0/8,::1/128",
                                    "FLEET_INTERVAL",
                                    INTERVAL.toString())),
                            clock)
                    .trust(TrustStore.of("test", List.of(TRUSTED.root())))
                    .limits(Probes.PATIENT)
                    .dynamoDb(client)
                    .notifier(new SnsNotifier(
                            sns, "arn:aws:sns:eu-west-1:000000000000:fleet", FollowUpCommands.BY_COMMAND))
                    .build();
        }
    }
}
