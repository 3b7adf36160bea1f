package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.MessageQueue.Message;
import dev.handshakefleet.aws.MessageQueue.Order;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.spool.SpoolQueue;
import dev.handshakefleet.spool.StoreOrSpool;
import dev.handshakefleet.support.ElasticMq;
import dev.handshakefleet.support.EventSourceMapping;
import dev.handshakefleet.support.FaultProxy;
import dev.handshakefleet.support.FaultProxy.Fault;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Measurements that the table does not take wait in a queue and are stored from it, by an engine of queues and a real table. Nothing
 * listens where the targets are: also a failed probe is a measurement.
 */
class SpoolIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final int TARGETS = 3;
    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @RegisterExtension
    private static ElasticMq sqs = new ElasticMq();

    private final String name = "spool-" + NAMES.incrementAndGet() + "-";
    private final String queue = sqs.newFifoQueue();
    private final String deadLetters = sqs.newFifoQueue();
    private final FaultProxy proxy = new FaultProxy(dynamoDb.endpoint());
    private final DynamoDbClient client = proxy.client(DynamoDbClient.builder());
    private ProbeFunction function;

    @BeforeEach
    void makeTheFunction() {
        function = function(new MessageQueue(sqs::client, queue));
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"PARTIAL"},
            mode = EnumSource.Mode.EXCLUDE)
    void measurementsThatTheTableDidNotTakeAreStoredOnceWhenItDoes(Fault fault) throws IOException {
        fails(fault);
        JsonNode run = run(0);
        assertThat(run.path("spooled").asInt()).isEqualTo(TARGETS);
        assertThat(run.path("notStored").asInt()).isZero();
        assertThat(run.path("problems").toString()).contains("3 measurements wait in the queue of the region");
        run(1);
        assertThat(mapping().poll()).as("the table is still away").isEqualTo(2);
        assertThat(sqs.size(queue)).isEqualTo(2);

        works();
        mapping().drain(sqs, 1, LONGEST);

        assertThat(stored()).containsExactlyInAnyOrderEntriesOf(Map.of(TEN, 3L, TEN.plus(INTERVAL), 3L));
        assertThat(sqs.size(deadLetters)).isZero();
        assertThat(run(2).has("spooled")).isFalse();
    }

    @Test
    void restOfABatchThatWasTakenInPartWaits() throws IOException {
        proxy.inject((call, attempt) -> !call.operation().equals("BatchWriteItem")
                ? Optional.empty()
                : Optional.of(call.number() == 0 ? Fault.PARTIAL : Fault.THROTTLED));
        JsonNode run = run(0);

        assertThat(run.path("stored").asInt()).isEqualTo(1);
        assertThat(run.path("spooled").asInt()).isEqualTo(2);
        works();
        mapping().drain(sqs, 1, LONGEST);
        assertThat(stored()).isEqualTo(Map.of(TEN, 3L));
    }

    /** 300 measurements are two messages. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void eachMeasurementWaitsOrIsNamedWhateverHappensToTheCallOfTheQueue(Fault fault) {
        List<Measurement> measurements = IntStream.range(0, 300)
                .mapToObj(number -> Measurement.of(Probes.healthy(name + number + ".example"), TEN, "eu-west-1"))
                .toList();
        MeasurementStore table = new MeasurementStore(client, LocalTables.MEASUREMENTS, Duration.ofDays(3_650));
        fails(Fault.THROTTLED);
        for (boolean lasts : new boolean[] {false, true}) {
            try (FaultProxy queueProxy = new FaultProxy(sqs.endpoint());
                    SqsClient throughProxy = queueProxy.client(SqsClient.builder())) {
                queueProxy.inject((call, attempt) ->
                        (attempt == 0 && call.number() == 0) || lasts ? Optional.of(fault) : Optional.empty());
                StoreOutcome outcome = new StoreOrSpool(
                                table,
                                Optional.of(new SpoolQueue(new MessageQueue(() -> throughProxy, queue), "eu-west-1")),
                                Deadline.in(LONGEST))
                        .store(measurements);

                assertThat(outcome.stored()).isZero();
                assertThat(outcome.spooled() + outcome.notStored().size()).isEqualTo(300);
                if (!lasts) {
                    assertThat(outcome.notStored()).isEmpty();
                }
            }
        }
        works();
        mapping().drain(sqs, 1, LONGEST);
        assertThat(stored()).as("also where an answer was lost").isEqualTo(Map.of(TEN, 300L));
    }

    @Test
    void measurementsThatTheQueueDoesNotTakeEitherAreNamed() throws IOException {
        function = function(new MessageQueue(sqs::client, queue.replace("queue-", "nowhere-")));
        fails(Fault.THROTTLED);
        JsonNode run = run(0);

        assertThat(run.path("notStored").asInt()).isEqualTo(TARGETS);
        assertThat(run.has("spooled")).isFalse();
        assertThat(run.path("complete").asBoolean()).isFalse();
        assertThat(run.path("problems").toString())
                .contains("Not every measurement was stored: ")
                .contains("; their queue did not take them either: ");
    }

    @Test
    void unusableMessagesGoToTheDeadLettersAndHoldUpNothing() throws IOException {
        fails(Fault.SERVER_ERROR);
        List<String> unusable = List.of(
                "no JSON",
                "{\"kind\":\"measurements\",\"version\":2,\"deflated\":\"\"}",
                "{\"kind\":\"measurements\",\"version\":1}",
                "{\"kind\":\"measurements\",\"version\":1,\"deflated\":\"AAAA\"}",
                "{\"kind\":\"measurements\",\"version\":1,\"deflated\":\"%\"}");
        assertThat(new MessageQueue(sqs::client, queue)
                        .send(
                                IntStream.range(0, unusable.size())
                                        .mapToObj(number -> new Message(
                                                unusable.get(number),
                                                Duration.ZERO,
                                                Optional.of(new Order("eu-west-1", "unusable-" + number))))
                                        .toList(),
                                Deadline.in(LONGEST)))
                .isEmpty();
        run(0);

        works();
        mapping().drain(sqs, 1, LONGEST);

        assertThat(stored()).isEqualTo(Map.of(TEN, 3L));
        assertThat(sqs.size(deadLetters)).isEqualTo(unusable.size());
    }

    @Test
    void secondDeliveryChangesNothing() throws IOException {
        fails(Fault.THROTTLED);
        run(0);
        works();
        String body = sqs.client()
                .receiveMessage(request -> request.queueUrl(queue).visibilityTimeout(0))
                .messages()
                .getFirst()
                .body();
        String event = "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"a\",\"body\":%s}]}"
                .formatted(TextNode.valueOf(body));
        for (int delivery = 0; delivery < 3; delivery++) {
            assertThat(invoke(event).path("batchItemFailures")).isEmpty();
        }
        assertThat(stored()).isEqualTo(Map.of(TEN, 3L));
    }

    private void fails(Fault fault) {
        proxy.inject(
                (call, attempt) -> call.operation().equals("BatchWriteItem") ? Optional.of(fault) : Optional.empty());
    }

    private void works() {
        proxy.inject((call, attempt) -> Optional.empty());
    }

    private JsonNode run(int number) throws IOException {
        String targets = IntStream.range(0, TARGETS)
                .mapToObj(target -> "{\"name\":\"%s%d\",\"host\":\"127.0.0.1\",\"port\":1}".formatted(name, target))
                .collect(Collectors.joining(","));
        return invoke("{\"action\":\"probe\",\"scheduledTime\":\"%s\",\"alert\":false,\"targets\":[%s]}"
                        .formatted(TEN.plus(INTERVAL.multipliedBy(number)), targets))
                .path("run");
    }

    private JsonNode invoke(String event) throws IOException {
        return LocalFunction.invoke(function, event, LONGEST);
    }

    private EventSourceMapping mapping() {
        return new EventSourceMapping(
                sqs.client(), queue, 10, event -> invoke(event).toString());
    }

    /** How many measurements of this test are in the table, by their instant. */
    private Map<Instant, Long> stored() {
        return dynamoDb
                .client()
                .scanPaginator(scan -> scan.tableName(LocalTables.MEASUREMENTS).consistentRead(true))
                .items()
                .stream()
                .filter(item -> item.get("pk").s().startsWith(name))
                .map(item -> item.get("sk").s())
                .collect(Collectors.groupingBy(
                        key -> Instant.parse(key.substring(0, key.indexOf('#'))), Collectors.counting()));
    }

    private ProbeFunction function(MessageQueue spool) {
        Fleet fleet = new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "AWS_REGION",
                                "eu-west-1",
                                "FLEET_STATE_TABLE",
                                dynamoDb.newStateTable(),
                                "FLEET_MEASUREMENTS_TABLE",
                                LocalTables.MEASUREMENTS,
                                "FLEET_ALLOW_NETWORKS",
                                "127.0.0.0/8")),
                        new SettableClock(TEN))
                .dynamoDb(client)
                .spool(spool)
                .build();
        return new ProbeFunction(
                fleet,
                new QueuesOfRegion(
                        Optional.empty(),
                        Map.of(
                                queue.substring(queue.lastIndexOf('/') + 1),
                                new MessageQueue(sqs::client, deadLetters))));
    }
}
