package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.MessageQueue.Message;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.HashRange;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.spread.Shard;
import dev.handshakefleet.spread.Spread;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.ElasticMq;
import dev.handshakefleet.support.EventSourceMapping;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.RecordingNotifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Scheduled runs that outgrow one invocation, through the handler: a catalog in DynamoDB Local, shards in ElasticMQ, TLS servers on
 * loopback, and what an event source mapping does.
 */
@Timeout(600)
class SpreadRunsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Engine ENGINE = Engine.warm();
    private static final Duration INTERVAL = Duration.ofSeconds(4);
    private static final Duration VISIBILITY = Duration.ofMinutes(12);
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final int DELIVERIES = 3;

    /** As the template gives it; what is left of it for the probing of 1,400 targets at the first guess is enough. */
    private static final Duration INVOCATION = Duration.ofMinutes(2);

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @RegisterExtension
    private static ElasticMq sqs = new ElasticMq();

    private static Path roots;
    private static LocalIdentity leaf;
    private static LoopbackServer server;

    private final RecordingNotifier notifier = new RecordingNotifier();
    private final AtomicInteger clients = new AtomicInteger();
    private final Instant scheduled = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private String table;
    private ElasticMq.Queues queues;
    private MessageQueue queue;

    @BeforeAll
    static void servers() throws IOException {
        LocalIdentity root = LocalAuthority.root("R").selfSigned();
        roots = Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        leaf = LocalAuthority.leaf("localhost").dns("localhost").ip("127.0.0.1").issuedBy(root);
        server = LoopbackServer.tls(leaf, "TLSv1.3");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void tableAndQueueOfItsOwn() {
        table = dynamoDb.newStateTable();
        queues = sqs.newQueue(VISIBILITY, DELIVERIES);
        queue = new MessageQueue(
                () -> {
                    clients.incrementAndGet();
                    return sqs.client();
                },
                queues.url());
    }

    @Test
    void twoThousandTargetsAreDividedAndEachIsMeasuredOnceAndAPoisonedShardIsGivenUp() throws IOException {
        int targets = 2_000;
        apply(targets, server.port());
        ProbeFunction function = function(Map.of());

        JsonNode dispatch = invoke(function, scheduledEvent(), INVOCATION).path("dispatch");
        send("{\"kind\":\"shard\",\"version\":1,\"catalogVersion\":\"all\"}");
        drain(function, Duration.ofMinutes(10));

        assertThat(dispatch.path("targets").asInt()).isEqualTo(targets);
        assertThat(dispatch.path("shards").asInt()).isEqualTo(7);
        assertThat(dispatch.path("pace").asDouble()).isEqualTo(20);
        assertThat(dispatch.path("measured").asBoolean()).isFalse();
        assertThat(dispatch.path("problems")).isEmpty();
        assertThat(measured(targets)).isEqualTo(targets);
        assertThat(sqs.size(queues.deadLetterUrl())).isEqualTo(1);
        RegionRun recorded = region();
        assertThat(recorded.targets()).isEqualTo(targets);
        assertThat(recorded.scheduledAt()).isEqualTo(scheduled);
        assertThat(recorded.complete()).isTrue();
        assertThat(recorded.pace().orElseThrow().probing()).isPositive();
    }

    @Test
    void whatIsNotReachedInTimeIsSplitUntilAllIsMeasured() throws IOException {
        int targets = 40;
        try (LoopbackServer slow = LoopbackServer.slowTls(leaf, Duration.ofMillis(700))) {
            apply(targets, slow.port());
            ProbeFunction function = function(
                    Map.of("FLEET_CONCURRENCY", "2"), dynamoDb.client(), ProbeLimits.ofTotal(Duration.ofSeconds(8)));
            sendShard(1, "0000000000000000", "ffffffffffffffff", scheduled);
            List<String> invoked = new CopyOnWriteArrayList<>();
            // Probing has about 12 s, and 8 s are kept for the last probe: a few targets an invocation.
            new EventSourceMapping(sqs.client(), queues.url(), 1, event -> {
                        invoked.add(event);
                        return invoke(function, event, Duration.ofSeconds(25)).toString();
                    })
                    .drain(sqs, 2, LONGEST);

            assertThat(invoked).hasSizeGreaterThan(2);
            assertThat(measured(targets)).isEqualTo(targets);
            assertThat(sqs.size(queues.deadLetterUrl())).isZero();
        }
    }

    @Test
    void inlineRunHandsOnWhatItDoesNotReach() throws IOException {
        int targets = 40;
        try (LoopbackServer slow = LoopbackServer.slowTls(leaf, Duration.ofMillis(700))) {
            apply(targets, slow.port());
            ProbeFunction function = function(
                    Map.of("FLEET_CONCURRENCY", "2"), dynamoDb.client(), ProbeLimits.ofTotal(Duration.ofSeconds(8)));

            JsonNode run = invoke(function, scheduledEvent(), Duration.ofSeconds(25));

            assertThat(run.path("notProbed")).isEmpty();
            assertThat(run.path("run").path("complete").asBoolean()).isTrue();
            assertThat(run.path("run").path("problems").toString())
                    .contains("targets were not reached in time and wait in the queue ");
            drain(function, Duration.ofMinutes(10));
            assertThat(measured(targets)).isEqualTo(targets);
        }
    }

    @Test
    void restThatTheQueueDoesNotTakeIsNamedByTheRun() throws IOException {
        int targets = 40;
        try (LoopbackServer slow = LoopbackServer.slowTls(leaf, Duration.ofMillis(700))) {
            apply(targets, slow.port());
            sqs.client().deleteQueue(request -> request.queueUrl(queues.url()));
            ProbeFunction function = function(
                    Map.of("FLEET_CONCURRENCY", "2"), dynamoDb.client(), ProbeLimits.ofTotal(Duration.ofSeconds(8)));

            JsonNode run = invoke(function, scheduledEvent(), Duration.ofSeconds(25));

            assertThat(run.path("notProbed")).isNotEmpty();
            assertThat(run.path("run").path("complete").asBoolean()).isFalse();
            assertThat(run.path("run").path("problems").toString())
                    .contains("did not take them: the queue ")
                    .contains("does not exist");
        }
    }

    @Test
    void tenTargetsMakeNoCallMoreThanWithoutAQueue() throws IOException {
        apply(10, server.port());
        List<String> without = new CopyOnWriteArrayList<>();
        List<String> with = new CopyOnWriteArrayList<>();
        ProbeFunction plain = new ProbeFunction(fleet(Map.of(), counting(without), ProbeLimits.DEFAULT));
        ProbeFunction spread = function(Map.of(), counting(with), ProbeLimits.DEFAULT);
        // The first run of each reads the catalog.
        for (int run = 0; run < 2; run++) {
            without.clear();
            with.clear();
            JsonNode first = invoke(plain, scheduledEvent(), INVOCATION);
            JsonNode second = invoke(spread, scheduledEvent(), INVOCATION);

            assertThat(first.path("run").path("probed").asInt()).isEqualTo(10);
            assertThat(second.path("run").path("probed").asInt()).isEqualTo(10);
        }
        assertThat(with).containsExactlyInAnyOrderElementsOf(without);
        assertThat(clients).hasValue(0);
        assertThat(sqs.size(queues.url())).isZero();
    }

    @Test
    void shardIsReadByItsRangeAndNotByTheWholeCatalog() throws IOException {
        int targets = 2_000;
        apply(targets, server.port());
        PacksRead read = new PacksRead();
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), read)) {
            ProbeFunction function = function(Map.of(), client, ProbeLimits.DEFAULT);
            sendShard(1, "1000000000000000", "10ffffffffffffff", scheduled);

            drain(function, INVOCATION);
        }

        assertThat(read.targets).hasPositiveValue().hasValueLessThan(targets / 4);
    }

    @Test
    void shardThatIsDeliveredTwiceIsStoredOnceAndTellsNobodyTwice() throws IOException {
        int closed = LoopbackPort.free();
        apply(3, closed);
        ProbeFunction function = function(Map.of());
        for (int delivery = 0; delivery < 3; delivery++) {
            sendShard(1, "0000000000000000", "ffffffffffffffff", scheduled);
            drain(function, INVOCATION);
        }

        assertThat(measured(3)).isEqualTo(3);
        assertThat(notifier.notices()).isEmpty();

        sendShard(1, "0000000000000000", "ffffffffffffffff", scheduled.plusSeconds(60));
        drain(function, INVOCATION);
        assertThat(notifier.notices()).hasSize(3);
    }

    @Test
    void shardsThatMustNotBeWorkedGoToTheQueueOfDeadLettersAndTheOthersAreWorked() throws IOException {
        apply(3, server.port());
        ProbeFunction function = function(Map.of());
        sendShard(7, "0000000000000000", "ffffffffffffffff", scheduled);
        sendShard(1, "0000000000000000", "ffffffffffffffff", scheduled.minus(Duration.ofHours(1)));
        sendShard(1, "0000000000000000", "ffffffffffffffff", scheduled.plus(Duration.ofHours(1)));
        send("{\"kind\":\"shard\",\"version\":2}");
        send("poison");
        sendShard(1, "0000000000000000", "ffffffffffffffff", scheduled);

        drain(function, INVOCATION);

        assertThat(sqs.size(queues.deadLetterUrl())).isEqualTo(5);
        assertThat(measured(3)).isEqualTo(3);
    }

    @Test
    void shardOfAVersionThatIsGoneSaysWhichAreKept() throws IOException {
        for (int version = 0; version < 12; version++) {
            apply(version + 1, server.port());
        }
        assertThatThrownBy(() -> spread(fleet(Map.of(), dynamoDb.client(), ProbeLimits.DEFAULT), dynamoDb.client())
                        .work(new Shard(1, HashRange.ALL, scheduled, 1, 1, Duration.ZERO), Deadline.in(INVOCATION)))
                .hasMessage("catalogVersion: '1'; accepted: a version that is kept: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12");
    }

    @Test
    void runThatCannotBeDividedIsAnErrorOfTheFunctionSoThatItsEventIsNotLost() throws IOException {
        apply(2_000, server.port());
        ProbeFunction function = function(Map.of());

        assertThatThrownBy(() -> invoke(
                        function,
                        "{\"action\":\"probe\",\"scheduledTime\":\"" + scheduled.minus(Duration.ofHours(1)) + "\"}",
                        INVOCATION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a clock is wrong");

        sqs.client().deleteQueue(request -> request.queueUrl(queues.url()));
        assertThatThrownBy(() -> invoke(function, scheduledEvent(), INVOCATION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("7 of 7 shards could not be sent to the queue ");
    }

    @Test
    void outageOfTheTableDoesNotEndTheProbingOfALargeCatalog() throws IOException {
        int targets = 2_000;
        apply(targets, server.port());
        AtomicBoolean away = new AtomicBoolean();
        DynamoDbClient client = InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
            if (away.get() && Set.of("getItem", "queryPaginator").contains(operation)) {
                throw SdkClientException.create("away");
            }
            return call.answer();
        });
        ProbeFunction dispatcher = function(Map.of(), client, ProbeLimits.DEFAULT);
        ProbeFunction worker = function(Map.of(), client, ProbeLimits.DEFAULT);
        invoke(dispatcher, scheduledEvent(), INVOCATION);
        drain(worker, INVOCATION);
        away.set(true);
        sendShard(1, "0000000000000000", "0000000000000fff", scheduled);
        Instant next = scheduled.plusSeconds(60);

        JsonNode dispatch = invoke(dispatcher, "{\"action\":\"probe\",\"scheduledTime\":\"" + next + "\"}", INVOCATION)
                .path("dispatch");

        assertThat(dispatch.path("targets").asInt()).isEqualTo(targets);
        assertThat(dispatch.path("problems").get(0).asText())
                .isEqualTo("The catalog could not be read, so the version of the last successful read is probed: away");
        drain(worker, INVOCATION);
        assertThat(measured(targets, next)).isEqualTo(targets);
        // The shard that this process has not read before.
        assertThat(sqs.size(queues.deadLetterUrl())).isEqualTo(1);
    }

    /** Counts the targets of the packs that were read. */
    private static final class PacksRead implements ExecutionInterceptor {

        private final AtomicInteger targets = new AtomicInteger();

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.response() instanceof QueryResponse response) {
                response.items().stream()
                        .filter(item -> item.containsKey("targets"))
                        .forEach(item ->
                                targets.addAndGet(item.get("targets").m().size()));
            }
        }
    }

    /** All shards of the queue are worked, several at the same time. */
    private void drain(ProbeFunction function, Duration invocation) {
        new EventSourceMapping(
                        sqs.client(),
                        queues.url(),
                        1,
                        event -> invoke(function, event, invocation).toString())
                .drain(sqs, 2, LONGEST);
    }

    private void send(String body) {
        assertThat(queue.send(List.of(Message.of(body, Duration.ZERO)), Deadline.in(LONGEST)))
                .isEmpty();
    }

    private void sendShard(long version, String first, String last, Instant at) {
        send(("{\"kind\":\"shard\",\"version\":1,\"catalogVersion\":%d,\"first\":\"%s\",\"last\":\"%s\","
                        + "\"scheduledTime\":\"%s\",\"shard\":1,\"shards\":1,\"over\":\"PT0S\"}")
                .formatted(version, first, last, at));
    }

    private String scheduledEvent() {
        return "{\"action\":\"probe\",\"scheduledTime\":\"" + scheduled + "\"}";
    }

    /** @return how many measurements the first targets have, which is how many of them are measured where each has one */
    private int measured(int targets) {
        return measured(targets, scheduled);
    }

    private int measured(int targets, Instant at) {
        List<Integer> counts = IntStream.rangeClosed(1, targets)
                .parallel()
                .mapToObj(number -> dynamoDb.client()
                        .query(request -> request.tableName(LocalTables.MEASUREMENTS)
                                .keyConditionExpression("pk = :pk AND begins_with(sk, :at)")
                                .expressionAttributeValues(Map.of(
                                        ":pk", AttributeValue.fromS(name(number)),
                                        ":at",
                                                AttributeValue.fromS(
                                                        at.toString().substring(0, 19)))))
                        .count())
                .toList();
        assertThat(counts).as("measurements of each target").allMatch(count -> count == 1);
        return counts.size();
    }

    private String name(int number) {
        return table + "-target-" + number;
    }

    private RegionRun region() {
        return new RegionStore(dynamoDb.client(), table).last("eu-west-1").orElseThrow();
    }

    private void apply(int targets, int port) {
        CatalogWriter writer = new TargetCatalog(dynamoDb.client(), table).writer((packs, of) -> {});
        writer.apply(
                writer.plan(IntStream.rangeClosed(1, targets)
                        .mapToObj(number -> new CatalogEntry(
                                name(number),
                                Map.of(
                                        "name",
                                        name(number),
                                        "host",
                                        "127.0.0.1",
                                        "port",
                                        port,
                                        "serverName",
                                        "localhost")))
                        .toList()),
                Optional.of("kim"),
                Instant.now());
    }

    private DynamoDbClient counting(List<String> operations) {
        return InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
            operations.add(operation);
            return call.answer();
        });
    }

    private ProbeFunction function(Map<String, String> overrides) {
        return function(overrides, dynamoDb.client(), ProbeLimits.DEFAULT);
    }

    private ProbeFunction function(Map<String, String> overrides, DynamoDbClient client, ProbeLimits limits) {
        Fleet fleet = fleet(overrides, client, limits);
        return new ProbeFunction(fleet, Optional.of(spread(fleet, client)), new ArrayList<>());
    }

    private Spread spread(Fleet fleet, DynamoDbClient client) {
        return new Spread(fleet, new TargetCatalog(client, table), queue, INTERVAL, Clock.systemUTC());
    }

    private Fleet fleet(Map<String, String> overrides, DynamoDbClient client, ProbeLimits limits) {
        Map<String, String> environment = new HashMap<>(LocalFunction.environment(roots, overrides));
        environment.put("FLEET_STATE_TABLE", table);
        return new FleetBuilder(FleetSettings.of(environment), Clock.systemUTC())
                .engine(ENGINE)
                .limits(limits)
                .dynamoDb(client)
                .notifier(notifier)
                .build();
    }

    private static JsonNode invoke(ProbeFunction function, String event, Duration timeout) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(LocalFunction.stream(event), answer, new LocalContext(timeout));
        return JSON.readTree(answer.toString(StandardCharsets.UTF_8));
    }
}
