package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.lambda.ProbeFunction;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.support.ElasticMq;
import dev.handshakefleet.support.EventSourceMapping;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The drill of docs/deploy.md: the home region goes down, and comes back, or another region becomes the home. The tables are in
 * DynamoDB Local and the queues of the regions in ElasticMQ; while the home region is down, calls go to a port where nothing listens. Topics and their subscribers are on an
 * emulator of SNS and SQS; the test is skipped without it. The home region is eu-west-1; a run every five minutes.
 */
class HomeRegionDownIT {

    private static final String HOME = "eu-west-1";
    private static final String OTHER = "us-east-1";

    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @RegisterExtension
    private static ElasticMq sqs = new ElasticMq();

    @TempDir
    private static Path directory;

    private static AwsEmulator emulator;

    /** The certificate of the server is valid from now on. */
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES);

    private final SettableClock clock = new SettableClock(start);
    private final AtomicBoolean isHomeDown = new AtomicBoolean();
    private final LocalIdentity identity = LocalhostIdentity.issued();
    private final DynamoDbClient nobody = AwsClients.unreachableDynamoDb();
    private final Map<String, String> spools = Map.of(HOME, sqs.newFifoQueue(), OTHER, sqs.newFifoQueue());
    private LoopbackServer server;
    private SnsClient sns;
    private String table;

    @BeforeEach
    void startServer() throws Exception {
        if (emulator == null) {
            emulator = AwsEmulator.start(directory.resolve("emulator.log"));
        }
        sns = emulator.client(SnsClient.builder());
        server = LoopbackServer.tls(identity, "TLSv1.3");
        table = dynamoDb.newStateTable();
    }

    @AfterEach
    void endServer() {
        server.close();
        nobody.close();
        if (sns != null) {
            sns.close();
        }
    }

    @AfterAll
    static void endTheEmulator() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void probingGoesOnAndNoticesAreSentWhenTheHomeRegionIsBack() throws Exception {
        Subscribed topic = Subscribed.to(sns, "drill-back");
        apply(table);
        Fleet home = fleet(HOME, HOME, topic, table);
        Fleet other = fleet(OTHER, HOME, topic, table);
        assertThat(run(other, 0).isComplete()).isTrue();
        assertThat(run(home, 0).isComplete()).isTrue();

        isHomeDown.set(true);
        server.close();
        for (int number = 1; number <= 6; number++) {
            for (RunReport report : List.of(run(other, number), run(home, number))) {
                assertThat(report.results()).as("probing goes on").hasSize(1);
                assertThat(report.isComplete()).isFalse();
                assertThat(report.stored().orElseThrow().notStored()).isEmpty();
                assertThat(report.stored().orElseThrow().spooled())
                        .as("the measurement waits")
                        .isEqualTo(1);
                assertThat(report.shortfall().catalogUnread()).isTrue();
                assertThat(report.shortfall().undecided()).isPositive();
                assertThat(report.problems()).anyMatch(problem -> problem.contains("could not be reached"));
            }
        }
        assertThat(topic.messages()).as("notices wait").isEmpty();
        assertThat(queue(home, HOME).poll()).isPositive();
        assertThat(sqs.size(spools.get(HOME))).as("they are tried again later").isEqualTo(6);

        isHomeDown.set(false);
        for (int number = 7; number <= 9; number++) {
            run(other, number);
            run(home, number);
        }
        queue(home, HOME).drain(sqs, 1, LONGEST);
        queue(other, OTHER).drain(sqs, 1, LONGEST);
        assertThat(stored())
                .as("each measurement came home once")
                .isEqualTo(IntStream.rangeClosed(0, 9)
                        .boxed()
                        .collect(Collectors.toMap(HomeRegionDownIT.this::at, number -> 2L)));
        List<JsonNode> messages = topic.messages();
        assertThat(messages).extracting(HomeRegionDownIT::check).containsExactly("availability");
        assertThat(messages.getFirst().path("state").asText()).isEqualTo("opened");
        assertThat(messages.getFirst().path("seenFrom").asText()).isEqualTo("eu-west-1,us-east-1");
        assertThat(new RegionStore(dynamoDb.client(), table).read().runs())
                .extracting(RegionRun::scheduledAt)
                .containsOnly(at(9));
    }

    /** Another region becomes the home: with tables and a topic of its own, in which the catalog is applied anew. */
    @Test
    void nextHomeRegionTellsOfWhatIsStillWrong() throws Exception {
        Subscribed topic = Subscribed.to(sns, "drill-first");
        apply(table);
        Fleet other = fleet(OTHER, HOME, topic, table);
        run(other, 0);
        isHomeDown.set(true);
        server.close();
        run(other, 1);
        run(other, 2);

        Subscribed nextTopic = Subscribed.to(sns, "drill-next");
        String nextTable = dynamoDb.newStateTable();
        apply(nextTable);
        isHomeDown.set(false);
        Fleet next = fleet(OTHER, OTHER, nextTopic, nextTable);
        for (int number = 3; number <= 5; number++) {
            run(next, number);
        }

        assertThat(topic.messages()).isEmpty();
        assertThat(nextTopic.messages())
                .as("the old home region is not known to the new one, so it is not silent")
                .extracting(HomeRegionDownIT::check)
                .containsExactly("availability");
    }

    /** What the event source mapping of a region does with its queue. */
    private EventSourceMapping queue(Fleet fleet, String region) {
        ProbeFunction function = new ProbeFunction(fleet);
        return new EventSourceMapping(sqs.client(), spools.get(region), 10, event -> {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    answer,
                    new LocalContext(LONGEST));
            return answer.toString(StandardCharsets.UTF_8);
        });
    }

    /** How many measurements of the target are in the table, by their instant. */
    private Map<Instant, Long> stored() {
        return dynamoDb
                .client()
                .queryPaginator(query -> query.tableName(LocalTables.MEASUREMENTS)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("localhost:" + server.port()))))
                .items()
                .stream()
                .map(item -> item.get("sk").s())
                .collect(Collectors.groupingBy(
                        key -> Instant.parse(key.substring(0, key.indexOf('#'))), Collectors.counting()));
    }

    private static String check(JsonNode message) {
        return message.path("check").asText();
    }

    private RunReport run(Fleet fleet, int number) {
        clock.set(at(number));
        return fleet.probe(
                new ProbeRequest(Optional.of(at(number)), Optional.empty(), true, true),
                Deadline.in(Duration.ofMinutes(5)),
                judged -> {});
    }

    private Instant at(int number) {
        return start.plus(INTERVAL.multipliedBy(number));
    }

    private void apply(String stateTable) {
        CatalogWriter writer = new TargetCatalog(dynamoDb.client(), stateTable).writer((packs, of) -> {});
        String target = "localhost:" + server.port();
        writer.apply(writer.plan(List.of(new CatalogEntry(target, target))), Optional.of("kim"), start);
    }

    private Fleet fleet(String region, String home, Subscribed topic, String stateTable) {
        return new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "AWS_REGION",
                                region,
                                "FLEET_HOME_REGION",
                                home,
                                "FLEET_STATE_TABLE",
                                stateTable,
                                "FLEET_MEASUREMENTS_TABLE",
                                LocalTables.MEASUREMENTS,
                                "FLEET_ALLOW_NETWORKS",
                                "127.0.0.0/8,::1/128",
                                "FLEET_INTERVAL",
                                INTERVAL.toString(),
                                "FLEET_SLA_TLS",
                                "PT60S")),
                        clock)
                .trust(TrustStore.of("test", List.of(identity.root())))
                .limits(Probes.PATIENT)
                .dynamoDb(ofHome())
                .spool(new MessageQueue(sqs::client, spools.get(region)))
                .notifier(new SnsNotifier(sns, topic.arn(), FollowUpCommands.BY_COMMAND))
                .build();
    }

    /** The tables; while the home region is down, a client whose connections are refused. */
    private DynamoDbClient ofHome() {
        return (DynamoDbClient) Proxy.newProxyInstance(
                HomeRegionDownIT.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(isHomeDown.get() ? nobody : dynamoDb.client(), arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** A topic, and a queue that subscribes to it. */
    private record Subscribed(String arn, EmulatedQueue queue) {

        static Subscribed to(SnsClient sns, String name) throws Exception {
            String arn = sns.createTopic(topic -> topic.name(name)).topicArn();
            EmulatedQueue queue = EmulatedQueue.create(emulator, name);
            sns.subscribe(
                    subscription -> subscription.topicArn(arn).protocol("sqs").endpoint(queue.arn()));
            return new Subscribed(arn, queue);
        }

        /** What programs read of the notices that came since the last call. */
        List<JsonNode> messages() throws Exception {
            List<JsonNode> contexts = new ArrayList<>();
            for (JsonNode envelope : queue.received()) {
                contexts.add(JSON.readTree(envelope.path("Message").asText())
                        .path("metadata")
                        .path("additionalContext"));
            }
            return contexts;
        }
    }
}
