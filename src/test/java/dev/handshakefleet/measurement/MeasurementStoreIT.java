package dev.handshakefleet.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.cost.CostModel;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.ConsumedUnits;
import dev.handshakefleet.support.FaultProxy;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.ThrottledDynamoDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class MeasurementStoreIT {

    /** A test makes items expire for the whole class; DynamoDB Local must not delete those of the others meanwhile. */
    private static final Duration RETENTION = Duration.ofDays(36_500);

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static MeasurementStore store;

    @BeforeAll
    static void tables() {
        store = new MeasurementStore(dynamoDb.client(), LocalTables.MEASUREMENTS, RETENTION);
    }

    @Test
    void sixtyMeasurementsAreReadBackNewestFirst() throws StoreUnavailableException {
        List<Measurement> minutes = minutes("sixty.example", 60);

        StoreOutcome outcome = store.store(minutes);

        assertThat(outcome).isEqualTo(new StoreOutcome(60, List.of(), Optional.empty()));
        MeasurementHistory all = store.history("sixty.example:443", START, START.plus(Duration.ofHours(2)), 100);
        assertThat(all.truncated()).isFalse();
        assertThat(all.measurements())
                .hasSize(60)
                .extracting(Measurement::scheduledAt)
                .isSortedAccordingTo((first, second) -> second.compareTo(first));
    }

    @Test
    void retriedEventOverwritesItsMeasurements() throws StoreUnavailableException {
        store.store(minutes("retried.example", 3));
        store.store(minutes("retried.example", 3));

        assertThat(store.history("retried.example:443", START, START.plus(Duration.ofHours(1)), 100)
                        .measurements())
                .hasSize(3);
    }

    @Test
    void duplicateKeyInABatchIsWrittenOnce() {
        Measurement once = minutes("twice.example", 1).getFirst();

        assertThat(store.store(List.of(once, once)).stored()).isEqualTo(1);
    }

    @Test
    void windowIncludesItsEndsAndLimitReportsTruncation() throws StoreUnavailableException {
        store.store(minutes("window.example", 10));

        MeasurementHistory window =
                store.history("window.example:443", START.plusSeconds(120), START.plusSeconds(300), 100);
        MeasurementHistory cut = store.history("window.example:443", START, START.plusSeconds(600), 4);

        assertThat(window.measurements()).hasSize(4);
        assertThat(cut.measurements()).hasSize(4);
        assertThat(cut.measurements().getFirst().scheduledAt()).isEqualTo(START.plusSeconds(540));
        assertThat(cut.truncated()).isTrue();
        assertThat(store.history("nobody.example:443", START, START.plusSeconds(600), 4)
                        .measurements())
                .isEmpty();
    }

    @Test
    void itemCostsOneWriteUnit() {
        var written = dynamoDb.client()
                .putItem(request -> request.tableName(LocalTables.MEASUREMENTS)
                        .item(MeasurementItem.encode(minutes("cost.example", 1).getFirst(), RETENTION))
                        .returnConsumedCapacity("TOTAL"));

        assertThat(written.consumedCapacity().capacityUnits()).isEqualTo(1.0);
    }

    /** docs/cost.md and {@code ./fleet cost} count one write unit a measurement. */
    @Test
    void largestMeasurementsCostOneWriteUnitEach() {
        LocalTables.create(dynamoDb.client(), "large-measurements", "large-state");
        ConsumedUnits units = new ConsumedUnits();
        int all = 10_000;
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), units)) {
            MeasurementStore metered = new MeasurementStore(client, "large-measurements", RETENTION);
            for (int from = 0; from < all; from += 1_000) {
                StoreOutcome outcome = metered.store(IntStream.range(from, from + 1_000)
                        .mapToObj(LargeMeasurements::numbered)
                        .toList());
                assertThat(outcome).isEqualTo(new StoreOutcome(1_000, List.of(), Optional.empty()));
            }
        } finally {
            dynamoDb.client().deleteTable(request -> request.tableName("large-measurements"));
            dynamoDb.client().deleteTable(request -> request.tableName("large-state"));
        }

        assertThat(units.written()).isBetween((double) all, 1.05 * all * CostModel.WRITE_UNITS_A_MEASUREMENT);
    }

    @Test
    void unprocessedItemsAreRetried() {
        try (ThrottledDynamoDb throttled = new ThrottledDynamoDb(3);
                DynamoDbClient client = AwsClients.dynamoDb(throttled.uri())) {
            List<Duration> waits = new ArrayList<>();
            StoreOutcome outcome = impatient(client, waits).store(minutes("throttled.example", 5));

            assertThat(outcome.stored()).isEqualTo(5);
            assertThat(outcome.reason()).isEmpty();
            assertThat(throttled.written()).hasSize(5);
            assertThat(waits).hasSize(3);
            assertThat(waits.getLast()).isLessThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void throttledTableIsGivenUpAndMissingTargetsAreNamed() {
        try (ThrottledDynamoDb throttled = new ThrottledDynamoDb(Integer.MAX_VALUE);
                DynamoDbClient client = AwsClients.dynamoDb(throttled.uri())) {
            List<Measurement> measurements = IntStream.range(0, 30)
                    .mapToObj(number -> minutes("t" + number + ".example", 1).getFirst())
                    .toList();

            StoreOutcome outcome = impatient(client, new ArrayList<>()).store(measurements);

            assertThat(outcome.stored()).isEqualTo(9);
            assertThat(outcome.notStored()).hasSize(21).contains("t29.example:443");
            assertThat(outcome.reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("throttled"));
        }
    }

    @Test
    void historyOfSeveralPagesIsReadToItsEnd() throws StoreUnavailableException {
        // A page of Query holds 1 MB at the most (AWS API: Query).
        String host = ("a".repeat(60) + ".").repeat(4) + "example";
        store.store(minutes(host, 2_600));
        assertThat(dynamoDb.client()
                        .query(request -> request.tableName(LocalTables.MEASUREMENTS)
                                .keyConditionExpression("pk = :pk")
                                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(host + ":443"))))
                        .hasLastEvaluatedKey())
                .as("there is a second page")
                .isTrue();

        MeasurementHistory all = store.history(host + ":443", START, START.plus(Duration.ofDays(3)), 10_000);
        MeasurementHistory cut = store.history(host + ":443", START, START.plus(Duration.ofDays(3)), 2_599);

        assertThat(all.measurements()).hasSize(2_600).doesNotHaveDuplicates();
        assertThat(all.truncated()).isFalse();
        assertThat(cut.measurements()).hasSize(2_599);
        assertThat(cut.truncated()).isTrue();
    }

    /** DynamoDB Local takes longer than a call may for a page of many measurements. */
    @Test
    void pagesHaveAThousandMeasurementsAtTheMost() throws StoreUnavailableException {
        store.store(minutes("pages.example", 1_001));
        Instant end = START.plus(Duration.ofDays(3));
        try (FaultProxy proxy = new FaultProxy(dynamoDb.endpoint());
                DynamoDbClient client = proxy.client(DynamoDbClient.builder())) {
            MeasurementStore seen = new MeasurementStore(client, LocalTables.MEASUREMENTS, RETENTION);
            List<Measurement> each = new ArrayList<>();

            assertThat(seen.history("pages.example:443", START, end, 10_000).measurements())
                    .hasSize(1_001);
            assertThat(proxy.calls()).hasSize(2);
            seen.forEach("pages.example:443", START, end, Integer.MAX_VALUE, false, each::add, _ -> {});
            assertThat(each).hasSize(1_001);
            assertThat(proxy.calls()).hasSize(4);
        }
    }

    @Test
    void itemsCarryTheirTimeToLive() {
        LocalTables.create(dynamoDb.client(), "expiring-measurements", "expiring-state");
        var timeToLive = dynamoDb.client()
                .describeTimeToLive(request -> request.tableName("expiring-measurements"))
                .timeToLiveDescription();
        store.store(minutes("ttl.example", 1));
        var item = dynamoDb.client()
                .getItem(request -> request.tableName(LocalTables.MEASUREMENTS)
                        .key(Map.of(
                                "pk", AttributeValue.fromS("ttl.example:443"),
                                "sk", AttributeValue.fromS("2026-11-23T10:00:00.000Z#eu-west-1#203.0.113.7"))))
                .item();

        assertThat(timeToLive.timeToLiveStatusAsString()).isEqualTo("ENABLED");
        assertThat(item.get(timeToLive.attributeName()).n())
                .isEqualTo(String.valueOf(START.plus(RETENTION).getEpochSecond()));
    }

    @Test
    void creatingTablesAgainKeepsTheirItems() throws StoreUnavailableException {
        store.store(minutes("kept.example", 1));

        LocalTables.create(dynamoDb.client());

        assertThat(store.history("kept.example:443", START, START, 1).measurements())
                .hasSize(1);
    }

    @Test
    void foreignItemIsReported() {
        dynamoDb.client()
                .putItem(request -> request.tableName(LocalTables.MEASUREMENTS)
                        .item(Map.of(
                                "pk", AttributeValue.fromS("garbage.example:443"),
                                "sk", AttributeValue.fromS("2026-11-23T10:00:00.000Z#eu-west-1#-"))));

        assertThatThrownBy(() -> store.history("garbage.example:443", START, START, 1))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("item garbage.example:443 is not a measurement: s: missing");
    }

    @Test
    void reversedWindowIsEmptyAndLimitBelowOneIsRefused() throws StoreUnavailableException {
        assertThat(store.history("any.example:443", START, START.minusSeconds(1), 1)
                        .measurements())
                .isEmpty();
        assertThatThrownBy(() -> store.history("any.example:443", START, START, 0))
                .hasMessageContaining("limit: 0");
    }

    @Test
    void missingTableIsReported() {
        MeasurementStore nowhere = new MeasurementStore(dynamoDb.client(), "no-such-table", RETENTION);

        StoreOutcome outcome = nowhere.store(minutes("lost.example", 2));

        assertThat(outcome.stored()).isZero();
        assertThat(outcome.notStored()).containsExactly("lost.example:443");
        assertThat(outcome.reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("the table no-such-table does not exist"));
        assertThatThrownBy(() -> nowhere.history("lost.example:443", START, START, 1))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the table no-such-table does not exist");
    }

    @Test
    void unreachableServiceIsTriedForTheFirstBatchOnly() {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            List<String> operations = new ArrayList<>();
            DynamoDbClient counted = InterceptedDynamoDb.of(nobody, (operation, call) -> {
                operations.add(operation);
                return call.answer();
            });

            StoreOutcome outcome =
                    new MeasurementStore(counted, "any", RETENTION).store(minutes("unreachable.example", 200));

            assertThat(operations).containsExactly("batchWriteItem");
            assertThat(outcome.stored()).isZero();
            assertThat(outcome.reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("could not be reached"));
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void unresponsiveServiceIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DynamoDbClient client = patientClient(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
            StoreOutcome outcome = new MeasurementStore(client, "any", RETENTION).store(minutes("silent.example", 60));

            assertThat(outcome.stored()).isZero();
            assertThat(outcome.reason()).contains("the service did not answer in time");
        }
    }

    /** A client whose own limits are longer than the time that JUnit gives the test. */
    private static DynamoDbClient patientClient(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(AwsClients.CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
                .build();
    }

    private static List<Measurement> minutes(String host, int count) {
        return IntStream.range(0, count)
                .mapToObj(minute -> Measurement.of(Probes.healthy(host), START.plusSeconds(60L * minute), "eu-west-1"))
                .toList();
    }

    private static MeasurementStore impatient(DynamoDbClient client, List<Duration> waits) {
        return new MeasurementStore(client, "any", RETENTION, new Backoff(new Random(7), waits::add));
    }
}
