package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.alert.AlertNotice;
import dev.handshakefleet.alert.NotSentException;
import dev.handshakefleet.cli.local.DynamoDbLocal;
import dev.handshakefleet.cli.local.LocalAuthority;
import dev.handshakefleet.cli.local.LocalContext;
import dev.handshakefleet.cli.local.LocalIdentity;
import dev.handshakefleet.cli.local.LocalTables;
import dev.handshakefleet.cli.local.LoopbackServer;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.target.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The Lambda door with all the rooms behind it: real servers, real DynamoDB Local, bad input, outages. */
class ProbeFunctionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Engine ENGINE = Engine.warm();

    @TempDir
    private static Path directory;

    private static DynamoDbLocal dynamoDb;
    private static LoopbackServer healthy;
    private static LoopbackServer expired;

    private final List<AlertNotice> sent = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void serversAndTables() throws IOException {
        dynamoDb = DynamoDbLocal.inMemory();
        LocalTables.create(dynamoDb.client());
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("R")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(900)))
                .selfSigned();
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        var leaf = LocalAuthority.leaf("localhost").dns("localhost");
        healthy = LoopbackServer.tls(
                leaf.valid(now.minusSeconds(9), now.plus(Duration.ofDays(80))).issuedBy(root), "TLSv1.3");
        expired = LoopbackServer.tls(
                LocalAuthority.leaf("localhost")
                        .dns("localhost")
                        .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                        .issuedBy(root),
                "TLSv1.3");
    }

    @AfterAll
    static void end() {
        healthy.close();
        expired.close();
        dynamoDb.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"probe-scheduled", "probe-adhoc", "probe-adhoc-settings", "probe-adhoc-protocols", "history"})
    void everyFileOfEventsIsAnswered(String name) throws IOException {
        JsonNode answer = invoke(function(), Files.readString(Path.of("events", name + ".json")));

        if (name.equals("history")) {
            assertThat(answer.path("target").asText()).isEqualTo("example.com:443");
            assertThat(answer.path("count").isInt()).isTrue();
        } else {
            assertThat(answer.path("run").path("probed").asInt())
                    .isEqualTo(answer.path("results").size());
            assertThat(answer.path("rejected")).isEmpty();
            assertThat(answer.path("notProbed")).isEmpty();
        }
    }

    @Test
    void everyFileOfEventsIsInThisTest() throws IOException {
        try (var files = Files.list(Path.of("events"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "probe-scheduled.json",
                            "probe-adhoc.json",
                            "probe-adhoc-settings.json",
                            "probe-adhoc-protocols.json",
                            "history.json");
        }
    }

    @Test
    void aRunStoresAlertsAndAnswersByTheContract() throws IOException {
        ProbeFunction function = function();
        String event = scheduled("2026-11-23T10:00:00Z", id(healthy), id(expired));

        JsonNode answer = invoke(function, event);

        JsonNode run = answer.path("run");
        assertThat(run.path("region").asText()).isEqualTo("eu-west-1");
        assertThat(run.path("scheduledTime").asText()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(run.path("ok").asInt()).isEqualTo(1);
        assertThat(run.path("critical").asInt()).isEqualTo(1);
        assertThat(run.path("stored").asInt()).isEqualTo(2);
        assertThat(run.path("noticesSent").asInt()).isEqualTo(1);
        JsonNode well = answer.path("results").get(0);
        assertThat(well.path("verdict").asText()).isEqualTo("OK");
        assertThat(well.path("failure").isNull()).isTrue();
        assertThat(well.path("phases").properties().stream().map(Map.Entry::getKey))
                .containsExactly("dns", "connect", "tls", "total");
        double wait = well.path("tls").path("wait").asDouble();
        double local = well.path("tls").path("local").asDouble();
        assertThat(wait + local).isCloseTo(well.path("phases").path("tls").asDouble(), within(0.0015));
        assertThat(well.path("certificates").get(0).path("role").asText()).isEqualTo("leaf");
        assertThat(well.path("certificates").get(1).path("sent").asBoolean()).isFalse();
    }

    @Test
    void aRetriedScheduledEventOverwritesAndNeverDoubles() throws IOException {
        ProbeFunction function = function();
        String event = scheduled(Instant.now().toString(), id(healthy));

        long before = count(function);
        invoke(function, event);
        invoke(function, event);

        assertThat(count(function) - before).isEqualTo(1);
    }

    @Test
    void anAdHocProbeKeepsAndTellsNothingWhereItIsToldNotTo() throws IOException {
        ProbeFunction function = function();
        long before = count(function);

        JsonNode answer = invoke(
                function,
                "{\"action\":\"probe\",\"targets\":[\"" + id(healthy) + "\"],\"store\":false,\"alert\":false}");

        assertThat(answer.path("run").has("stored")).isFalse();
        assertThat(answer.path("run").has("noticesSent")).isFalse();
        assertThat(count(function)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| event: missing",
                "not json | event: ",
                "[1,2] | event: '[1,2]'",
                "{} trailing | event: ",
                "{} | action: missing",
                "{\"action\":7} | action: '7'; accepted: a text",
                "{\"action\":\"prob\"} | action: 'prob'; accepted: probe or history",
                "{\"action\":\"probe\",\"target\":\"a\"} | event: 'field target'; accepted: action, alert, scheduledTime, store, targets",
                "{\"action\":\"probe\",\"targets\":[]} | targets: '[]'",
                "{\"action\":\"probe\",\"targets\":\"a\"} | targets: '\"a\"'",
                "{\"action\":\"probe\",\"store\":\"no\"} | store: '\"no\"'; accepted: true or false",
                "{\"action\":\"probe\",\"scheduledTime\":\"now\"} | scheduledTime: 'now'; accepted: an ISO-8601 instant",
                "{\"action\":\"history\"} | target: missing",
                "{\"action\":\"history\",\"target\":\"a b\"} | host: 'a b'",
                "{\"action\":\"history\",\"target\":\"a\",\"window\":\"1d\"} | window: '1d'",
                "{\"action\":\"history\",\"target\":\"a\",\"limit\":0} | limit: '0'; accepted: a whole number from 1 to 10000",
            })
    void badInputIsRefusedByFieldValueAndAcceptedForm(String event, String said) {
        assertThatThrownBy(() -> invoke(function(), event == null ? "" : event))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("; accepted: ");
    }

    @Test
    void inAListTheGoodTargetsRunAndTheBadOnesAreNamed() throws IOException {
        JsonNode answer = invoke(function(), """
                {"action":"probe","store":false,"alert":false,"targets":[
                  "%s", "bad host", "localhost:0", "localhost:70000", "%s", {"host":"a.example","prot":1}, null, "%s"]}""".formatted(id(healthy), "x".repeat(300), id(healthy)));

        assertThat(answer.path("run").path("probed").asInt()).isEqualTo(1);
        assertThat(answer.path("run").path("targets").asInt()).isEqualTo(8);
        assertThat(answer.path("results").get(0).path("verdict").asText()).isEqualTo("OK");
        List<String> reasons = answer.path("rejected").findValuesAsText("reason");
        assertThat(reasons).hasSize(7);
        assertThat(reasons.get(1)).startsWith("port: '0'; accepted: ");
        assertThat(reasons.get(4)).startsWith("target: 'field prot'; accepted: ");
        assertThat(reasons.get(6)).startsWith("duplicate: ");
    }

    @Test
    void probingStopsInTimeAndWhatWasNotProbedIsNamed() throws IOException {
        JsonNode answer =
                invoke(function(), "{\"action\":\"probe\",\"targets\":[\"a.example\"]}", Duration.ofSeconds(5));

        assertThat(answer.path("results")).isEmpty();
        assertThat(answer.path("notProbed").get(0).path("target").asText()).isEqualTo("a.example:443");
        assertThat(answer.path("run").path("notProbed").asInt()).isEqualTo(1);
    }

    @Test
    void tenThousandTargetsInOneEventAreAnsweredWithinTheLimitOfLambda() throws IOException {
        String targets = IntStream.range(0, 10_000)
                .mapToObj(number -> "\"127.0.0.1:" + (number + 1) + "\"")
                .collect(Collectors.joining(","));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ProbeFunction refusing = new ProbeFunction(new FleetBuilder(FleetSettings.of(Map.of()), Clock.systemUTC())
                .engine(ENGINE)
                .build());

        refusing.handleRequest(
                stream("{\"action\":\"probe\",\"store\":false,\"alert\":false,\"targets\":[" + targets + "]}"),
                answer,
                new LocalContext(Duration.ofMinutes(2)));

        JsonNode run = JSON.readTree(answer.toByteArray()).path("run");
        assertThat(answer.size()).isLessThan(6_000_000);
        assertThat(run.path("targets").asInt()).isEqualTo(10_000);
        assertThat(run.path("probed").asInt() + run.path("notProbed").asInt()).isEqualTo(10_000);
        assertThat(run.path("resultsLeftOut").asInt()).isPositive();
    }

    @Test
    void whenDynamoDbIsNotThereTheProbesStillRunAndTheAnswerSaysWhatWasNotStored() throws IOException {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            ProbeFunction function = new ProbeFunction(builder(Map.of("FLEET_TARGETS", id(healthy)))
                    .dynamoDb(nobody)
                    .build());

            JsonNode answer = invoke(function, "{\"action\":\"probe\",\"scheduledTime\":\"2026-11-23T10:00:00Z\"}");

            assertThat(answer.path("results").get(0).path("verdict").asText()).isEqualTo("OK");
            assertThat(answer.path("run").path("notStored").asInt()).isEqualTo(1);
            assertThat(answer.path("run").path("undecided").asInt()).isEqualTo(1);
            assertThat(answer.path("run").path("problems").toString())
                    .contains("catalog could not be read", "Not every measurement was stored", "could not be decided");
            assertThatThrownBy(() -> invoke(function, "{\"action\":\"history\",\"target\":\"a.example\"}"))
                    .hasMessageContaining("Measurements cannot be read");
        }
    }

    @Test
    void whenTheTopicIsNotThereTheMeasurementsAreKeptAndTheNextRunTells() throws IOException {
        ProbeFunction down = new ProbeFunction(builder(Map.of())
                .notifier(notice -> {
                    throw new NotSentException("the service could not be reached", null);
                })
                .build());
        LocalIdentity other = LocalAuthority.leaf("localhost")
                .dns("localhost")
                .valid(Instant.now().minusSeconds(9), Instant.now().plus(Duration.ofDays(80)))
                .selfSigned();
        try (LoopbackServer selfSigned = LoopbackServer.tls(other, "TLSv1.3")) {
            JsonNode first = invoke(down, scheduled(Instant.now().toString(), id(selfSigned)));
            JsonNode next = invoke(function(), scheduled(Instant.now().toString(), id(selfSigned)));

            assertThat(first.path("run").path("stored").asInt()).isEqualTo(1);
            assertThat(first.path("run").path("noticesUnsent").asInt()).isEqualTo(1);
            assertThat(first.path("run").path("problems").toString()).contains("the next run sends it");
            assertThat(next.path("run").path("noticesSent").asInt()).isEqualTo(1);
            assertThat(sent)
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.code()).isEqualTo("SELF_SIGNED"));
        }
    }

    @Test
    void aFleetWithoutTablesSaysThatNothingWasStored() throws IOException {
        ProbeFunction bare = new ProbeFunction(new FleetBuilder(
                        FleetSettings.of(Map.of("FLEET_ALLOW_NETWORKS", "127.0.0.0/8", "FLEET_CA_FILE", ca())),
                        Clock.systemUTC())
                .engine(ENGINE)
                .build());

        JsonNode answer = invoke(bare, scheduled("2026-11-23T10:00:00Z", id(healthy)));

        assertThat(answer.path("results").get(0).path("verdict").asText()).isEqualTo("OK");
        assertThat(answer.path("run").path("problems").toString())
                .contains("FLEET_MEASUREMENTS_TABLE is not set", "FLEET_ALERT_TOPIC_ARN is not set");
    }

    @Test
    void anUnreadableCaFileStopsTheStart() {
        assertThatThrownBy(
                        () -> builder(Map.of("FLEET_CA_FILE", "/no/such.pem")).build())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("FLEET_CA_FILE: '/no/such.pem")
                .hasMessageContaining("PEM");
    }

    @Test
    void theFunctionDoesNotConnectInsideUnlessItsDeploymentAllowsIt() throws IOException {
        ProbeFunction strict =
                new ProbeFunction(builder(Map.of("FLEET_ALLOW_NETWORKS", "")).build());

        JsonNode answer = invoke(
                strict, "{\"action\":\"probe\",\"store\":false,\"alert\":false,\"targets\":[\"" + id(healthy) + "\"]}");

        assertThat(answer.path("results").get(0).path("failure").path("kind").asText())
                .isEqualTo("ADDRESS_REFUSED_BY_POLICY");
    }

    private ProbeFunction function() {
        return new ProbeFunction(builder(Map.of()).build());
    }

    private FleetBuilder builder(Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION",
                "eu-west-1",
                "FLEET_MEASUREMENTS_TABLE",
                LocalTables.MEASUREMENTS,
                "FLEET_STATE_TABLE",
                LocalTables.STATE,
                "FLEET_CA_FILE",
                ca(),
                "FLEET_ALLOW_NETWORKS",
                "127.0.0.0/8"));
        environment.putAll(overrides);
        return new FleetBuilder(FleetSettings.of(environment), Clock.systemUTC())
                .engine(ENGINE)
                .dynamoDb(dynamoDb.client())
                .notifier(sent::add);
    }

    private static long count(ProbeFunction function) throws IOException {
        return invoke(function, "{\"action\":\"history\",\"target\":\"" + id(healthy) + "\"}")
                .path("count")
                .asLong();
    }

    private static String ca() {
        return directory.resolve("root.pem").toString();
    }

    private static String id(LoopbackServer server) {
        return "localhost:" + server.port();
    }

    private static String scheduled(String at, String... targets) {
        return "{\"action\":\"probe\",\"scheduledTime\":\"" + at + "\",\"targets\":[\"" + String.join("\",\"", targets)
                + "\"]}";
    }

    private static JsonNode invoke(ProbeFunction function, String event) throws IOException {
        return invoke(function, event, Duration.ofSeconds(60));
    }

    private static JsonNode invoke(ProbeFunction function, String event, Duration timeout) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(stream(event), answer, new LocalContext(timeout));
        return JSON.readTree(answer.toByteArray());
    }

    private static ByteArrayInputStream stream(String event) {
        return new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
    }
}
