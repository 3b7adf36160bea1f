package dev.handshakefleet.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

class ObjectiveEvaluatorIT {

    private final CircuitBreaker breaker = CircuitBreaker.ofRun(AwsFault::sentence);
    private static final Duration RETENTION = Duration.ofDays(90);
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String HOME = "eu-west-1";
    private static final List<String> REGIONS = List.of(HOME, "us-east-1", "ap-southeast-2");
    private static final int RUNS_IN_SIX_HOURS = 72;
    private static final double QUERY_ROUNDS_UP_TO = 4_096;
    private static final double UNITS_OF_AN_EVENTUALLY_CONSISTENT_READ = 0.5;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static MeasurementStore writer;

    private Bill bill;
    private DynamoDbClient billed;
    private ObjectiveEvaluator watch;

    /** Counts the queries of the table and the capacity that they consume. */
    private static final class Bill implements ExecutionInterceptor {

        private int requests;
        private int items;
        private double readUnits;

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            requests++;
            return context.request() instanceof QueryRequest query
                    ? query.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .build()
                    : context.request();
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.response() instanceof QueryResponse page) {
                items += page.count();
                readUnits += page.consumedCapacity().capacityUnits();
            }
        }
    }

    @BeforeAll
    static void tables() {
        writer = new MeasurementStore(dynamoDb.client(), LocalTables.MEASUREMENTS, RETENTION);
    }

    @BeforeEach
    void resetReadUnits() {
        bill = new Bill();
        billed = AwsClients.dynamoDb(dynamoDb.endpoint(), bill);
        watch = new ObjectiveEvaluator(new MeasurementStore(billed, LocalTables.MEASUREMENTS, RETENTION), INTERVAL);
    }

    @AfterEach
    void checkReadUnits() {
        billed.close();
    }

    @Test
    void healthyRunReadsNothing() {
        Target target = target("healthy.example", "99.9 % over P30D", "p95 of tls <= 250 ms over PT1H");
        stored(target, RUNS_IN_SIX_HOURS, 0);

        ObjectiveResults reading = watch.look(
                target, thisRun(target, Measurements.good(NOW, HOME)), ObjectiveEvaluatorIT::noAlert, NOW, breaker);

        assertThat(reading).isEqualTo(ObjectiveResults.NOTHING);
        assertThat(bill.requests).isZero();
    }

    @Test
    void targetWithoutObjectivesReadsNothing() {
        Target target = target("without.example");

        assertThat(watch.look(target, thisRun(target, Measurements.failed(NOW, HOME)), check -> true, NOW, breaker))
                .isEqualTo(ObjectiveResults.NOTHING);
        assertThat(bill.requests).isZero();
    }

    @Test
    void measurementsOfOtherTargetsDoNotCount() {
        Target target = target("quiet.example", "99.9 % over P30D");

        assertThat(watch.look(
                        target, List.of(Measurements.failed(NOW, HOME)), ObjectiveEvaluatorIT::noAlert, NOW, breaker))
                .isEqualTo(ObjectiveResults.NOTHING);
        assertThat(bill.requests).isZero();
    }

    /** The figures of docs/alerts.md. */
    @Test
    void badRunCostsOneQuery() {
        Target target = target("www.example.com", "99.9 % over P30D", "p95 of tls <= 250 ms over PT1H");
        stored(target, RUNS_IN_SIX_HOURS, 4);

        ObjectiveResults reading = watch.look(
                target, thisRun(target, Measurements.failed(NOW, HOME)), ObjectiveEvaluatorIT::noAlert, NOW, breaker);

        assertThat(reading.decided()).containsOnlyKeys("objective.availability");
        int bytes = storedBytes(target);
        assertThat(bill.requests).isEqualTo(1);
        assertThat(bill.items).isEqualTo(RUNS_IN_SIX_HOURS * REGIONS.size());
        assertThat(bill.readUnits)
                .isEqualTo(Math.ceil(bytes / QUERY_ROUNDS_UP_TO) * UNITS_OF_AN_EVENTUALLY_CONSISTENT_READ);
        assertThat(bill.readUnits).isEqualTo(6.0);
    }

    @Test
    void severalObjectivesAreDecidedByOneQuery() {
        Target target = target(
                "both.example",
                "99.9 % over P30D",
                "p95 of tls <= 20 ms over PT1H",
                "p50 of dns <= 20 ms over P1D",
                "p50 of connect <= 5 ms over PT2H");
        stored(target, 24, 4);

        ObjectiveResults reading = watch.look(
                target,
                thisRun(target, Measurements.failed(NOW, HOME), Measurements.good(NOW, "us-east-1")),
                ObjectiveEvaluatorIT::noAlert,
                NOW,
                breaker);

        assertThat(bill.requests).isEqualTo(1);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.undecided()).isEmpty();
        assertThat(reading.decided())
                .containsOnlyKeys("objective.availability", "objective.p95-tls", "objective.p50-connect");
        assertThat(finding(reading, "objective.availability").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding(reading, "objective.p95-tls").message())
                .isEqualTo("The p95 of tls is 24.9 ms over 1 h, limit 20 ms; 32 measurements.");
        assertThat(finding(reading, "objective.p50-connect").severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void openAlertIsEvaluatedInAHealthyRun() {
        Target target = target("recovering.example", "99.9 % over P30D", "p95 of tls <= 250 ms over PT1H");
        stored(target, RUNS_IN_SIX_HOURS, 0);
        writer.store(REGIONS.stream()
                .flatMap(region -> Measurements.runs(NOW.minus(INTERVAL.multipliedBy(2)), INTERVAL, 4).stream()
                        .map(run -> Measurements.of(target, Measurements.failed(run, region))))
                .toList());

        ObjectiveResults reading = watch.look(
                target,
                thisRun(target, Measurements.good(NOW, HOME)),
                Set.of("objective.availability")::contains,
                NOW,
                breaker);

        assertThat(reading.decided()).containsOnlyKeys("objective.availability");
        assertThat(finding(reading, "objective.availability").severity())
                .as("no longer fast, still slow")
                .isEqualTo(Severity.WARNING);
        assertThat(watch.look(
                                target,
                                thisRun(target, Measurements.good(NOW, HOME)),
                                Set.of("objective.p95-tls")::contains,
                                NOW,
                                breaker)
                        .decided())
                .as("kept, and said so")
                .containsOnlyKeys("objective.p95-tls")
                .containsEntry("objective.p95-tls", Optional.empty());
    }

    @Test
    void measurementOfThisRunCountsOnce() {
        Target read = target("read.example", "99.9 % over P30D");
        Target unread = target("unread.example", "99.9 % over P30D");
        stored(read, 12, 0);
        stored(unread, 12, 0);
        Measurement before = Measurements.failed(NOW.minus(INTERVAL), HOME);
        Measurement now = Measurements.failed(NOW, HOME);
        writer.store(Stream.of(before, now)
                .map(measurement -> Measurements.of(read, measurement))
                .toList());
        writer.store(List.of(Measurements.of(unread, before)));

        Finding ofRead = finding(
                watch.look(read, thisRun(read, now), ObjectiveEvaluatorIT::noAlert, NOW, breaker),
                "objective.availability");
        Finding ofUnread = finding(
                watch.look(unread, thisRun(unread, now), ObjectiveEvaluatorIT::noAlert, NOW, breaker),
                "objective.availability");

        assertThat(ofRead.message()).contains("(2 of 36 probes failed)");
        assertThat(ofUnread).isEqualTo(ofRead);
    }

    @Test
    void tooLargeWindowIsUndecidedAndReported() {
        Target target = target("large.example", "99.9 % over P30D", "p95 of tls <= 20 ms over PT10M");
        stored(target, RUNS_IN_SIX_HOURS, 4);
        ObjectiveEvaluator small =
                new ObjectiveEvaluator(new MeasurementStore(billed, LocalTables.MEASUREMENTS, RETENTION), INTERVAL, 9);

        ObjectiveResults reading = small.look(
                target,
                thisRun(target, Measurements.failed(NOW, HOME), Measurements.good(NOW, "us-east-1")),
                ObjectiveEvaluatorIT::noAlert,
                NOW,
                breaker);

        assertThat(reading.decided()).as("its window was read").containsOnlyKeys("objective.p95-tls");
        assertThat(reading.undecided()).containsExactly("objective.availability");
        assertThat(reading.problems())
                .containsExactly(
                        "objective.availability of large.example:443: undecided, because its window holds more than"
                                + " 9 measurements; a shorter window can be decided");
    }

    @Test
    void unreadableTableLeavesAllObjectivesUndecided() {
        Target target = target("lost.example", "99.9 % over P30D", "p95 of tls <= 20 ms over PT1H");
        ObjectiveEvaluator nowhere =
                new ObjectiveEvaluator(new MeasurementStore(billed, "no-such-table", RETENTION), INTERVAL);
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            ObjectiveEvaluator unreachable =
                    new ObjectiveEvaluator(new MeasurementStore(nobody, "any", RETENTION), INTERVAL);
            for (ObjectiveEvaluator blind : List.of(nowhere, unreachable)) {
                ObjectiveResults reading = blind.look(
                        target, thisRun(target, Measurements.failed(NOW, HOME)), check -> true, NOW, breaker);

                assertThat(reading.decided()).isEmpty();
                assertThat(reading.undecided())
                        .containsExactlyInAnyOrder("objective.availability", "objective.p95-tls");
                assertThat(reading.problems())
                        .singleElement()
                        .asString()
                        .startsWith("The objectives of lost.example:443 are undecided. Measurements cannot be read: ");
            }
        }
    }

    private static boolean noAlert(String check) {
        return false;
    }

    private static Finding finding(ObjectiveResults reading, String check) {
        return reading.decided().get(check).orElseThrow();
    }

    private static Target target(String host, String... objectives) {
        return Probes.target(Map.of("host", host, "sla", Map.of("objectives", List.of(objectives))));
    }

    private static List<Measurement> thisRun(Target target, Measurement... measurements) {
        return Stream.of(measurements)
                .map(measurement -> Measurements.of(target, measurement))
                .toList();
    }

    /** Runs in all regions, the newest at {@link #NOW}; the newest ones of the home region failed. */
    private static void stored(Target target, int runs, int failed) {
        List<Measurement> measurements = new ArrayList<>();
        List<Instant> instants = Measurements.runs(NOW, INTERVAL, runs);
        for (int run = 0; run < runs; run++) {
            for (String region : REGIONS) {
                Measurement measurement = region.equals(HOME) && run < failed
                        ? Measurements.failed(instants.get(run), region)
                        : Measurements.good(instants.get(run), region);
                measurements.add(Measurements.of(target, measurement));
            }
        }
        assertThat(writer.store(measurements).reason()).isEmpty();
    }

    /** By the rules of the developer guide, "DynamoDB item sizes and formats". */
    private static int storedBytes(Target target) {
        return dynamoDb
                .client()
                .queryPaginator(request -> request.tableName(LocalTables.MEASUREMENTS)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(target.id()))))
                .items()
                .stream()
                .mapToInt(ObjectiveEvaluatorIT::bytes)
                .sum();
    }

    private static int bytes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> attribute.getKey().length() + bytes(attribute.getValue()))
                .sum();
    }

    private static int bytes(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().length();
            case B -> value.b().asByteArray().length;
            case N -> Math.ceilDiv(value.n().length(), 2) + 1;
            default -> throw new IllegalStateException("no measurement has a " + value.type());
        };
    }
}
