package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.RecordingNotifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The Lambda handler with the whole function behind it: real servers, real DynamoDB Local, bad input, outages. */
class ProbeFunctionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Engine ENGINE = Engine.warm();

    private static final String SCHEDULED_RUN = "{\"action\":\"probe\",\"scheduledTime\":\"2026-11-23T10:00:00Z\"}";

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static LoopbackServer healthy;
    private static LoopbackServer expired;

    private final RecordingNotifier notifier = new RecordingNotifier();

    @BeforeAll
    static void serversAndTables() throws IOException {
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
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe-scheduled", "probe-adhoc", "probe-adhoc-settings", "probe-adhoc-protocols"})
    void everyProbeEventFileIsAnswered(String name) throws IOException {
        JsonNode answer = invoke(function(), file(name));

        assertThat(answer.path("run").path("probed").asInt())
                .isEqualTo(answer.path("results").size());
        assertThat(answer.path("rejected")).isEmpty();
        assertThat(answer.path("notProbed")).isEmpty();
    }

    @Test
    void historyEventFileIsAnswered() throws IOException {
        JsonNode answer = invoke(function(), file("history"));

        assertThat(answer.path("target").asText()).isEqualTo("example.com:443");
        assertThat(answer.path("count").isInt()).isTrue();
    }

    @Test
    void rollupEventFileIsAnswered() throws IOException {
        JsonNode answer = invoke(function(), file("rollup"));

        assertThat(answer.properties().stream().map(Map.Entry::getKey))
                .containsExactly("targets", "through", "hours", "days", "writeUnits", "tooDear", "complete");
        assertThat(answer.path("complete").asBoolean()).isTrue();
    }

    /** Fifty runs of a day that is over: a rollup of one unit is 2 % of what they cost. */
    @Test
    void daysThatAreOverAreRolledUpAndReadByHistory() throws IOException {
        ProbeFunction function = new ProbeFunction(
                builder(Map.of("FLEET_TARGETS", id(healthy), "FLEET_STATE_TABLE", dynamoDb.newStateTable()))
                        .build());
        Instant day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
        for (int run = 0; run < 50; run++) {
            invoke(function, scheduled(day.plusSeconds(run * 1_200L).toString(), id(healthy)));
        }

        JsonNode made = invoke(function, "{\"action\":\"rollup\",\"since\":\"" + day + "\"}");
        JsonNode again = invoke(function, "{\"action\":\"rollup\"}");

        assertThat(made.path("targets").asInt()).isEqualTo(1);
        assertThat(made.path("days").asInt()).isEqualTo(1);
        assertThat(made.path("writeUnits").asInt()).isEqualTo(1);
        assertThat(made.path("complete").asBoolean()).isTrue();
        assertThat(again.path("days").asInt()).isZero();
    }

    @Test
    void silenceEventFilesAreAnswered() throws IOException {
        JsonNode set = invoke(function(), file("silence"));
        JsonNode listed = invoke(function(), file("silences")).path("silences");
        JsonNode ended = invoke(function(), file("unsilence"));

        assertThat(set.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "id", "state", "target", "tag", "check", "start", "end", "reason", "createdAt", "suppressed");
        assertThat(set.path("state").asText()).isEqualTo("active");
        assertThat(set.path("target").asText()).isEqualTo("*.example.com");
        assertThat(Duration.between(instant(set, "start"), instant(set, "end"))).isEqualTo(Duration.ofHours(2));
        assertThat(listed).contains(set);
        assertThat(ended.toString()).isEqualTo("{\"id\":\"1a2b3c4d\",\"ended\":false}");
    }

    @Test
    void alertEventFilesAreAnswered() throws IOException {
        assertThat(invoke(function(), file("alerts")).path("alerts").isArray()).isTrue();
        assertThat(invoke(function(), file("acknowledge")).toString())
                .isEqualTo("{\"target\":\"example.com:443\",\"acknowledged\":[]}");
    }

    @Test
    void openAlertIsListedAcknowledgedOnceAndNotifiedByTheNextRun() throws IOException {
        LocalIdentity other = LocalAuthority.leaf("localhost")
                .dns("localhost")
                .valid(Instant.now().minus(Duration.ofDays(9)), Instant.now().minus(Duration.ofDays(1)))
                .selfSigned();
        try (LoopbackServer server = LoopbackServer.tls(other, "TLSv1.3")) {
            ProbeFunction function = new ProbeFunction(
                    builder(Map.of("FLEET_TARGETS", id(server))).build());
            Instant now = Instant.now();
            invoke(function, scheduled(now.toString(), id(server)));
            JsonNode listed = invoke(function, "{\"action\":\"alerts\",\"target\":\"" + id(server) + "\"}");
            String acknowledge = "{\"action\":\"acknowledge\",\"target\":\"" + id(server)
                    + "\",\"check\":\"certificate\",\"by\":\"kim\",\"reason\":\"ordered\"}";
            JsonNode first = invoke(function, acknowledge);
            JsonNode again = invoke(function, acknowledge);
            JsonNode after = invoke(function, file("alerts"));
            JsonNode next = invoke(function, scheduled(now.plusSeconds(300).toString(), id(server)));

            assertThat(listed.path("targets").asInt()).isEqualTo(1);
            assertThat(listed.path("alerts").findValuesAsText("check")).contains("certificate.leaf", "chain");
            JsonNode expired = alert(listed, "certificate.leaf");
            assertThat(expired.path("state").asText()).isEqualTo("open");
            assertThat(expired.path("severity").asText()).isEqualTo("CRITICAL");
            assertThat(expired.path("regions").path("eu-west-1").asText()).isEqualTo("CRITICAL");
            assertThat(expired.path("findings").toString()).contains("CERT_EXPIRED");
            assertThat(first.path("acknowledged").toString()).isEqualTo("[\"certificate.leaf\"]");
            assertThat(again.path("acknowledged")).isEmpty();
            assertThat(alert(after, "certificate.leaf").path("state").asText()).isEqualTo("acknowledged");
            assertThat(alert(after, "certificate.leaf")
                            .path("acknowledged")
                            .path("by")
                            .asText())
                    .isEqualTo("kim");
            assertThat(alert(after, "chain").path("state").asText()).isEqualTo("open");
            assertThat(next.path("run").path("noticesSent").asInt()).isEqualTo(1);
        }
    }

    private static JsonNode alert(JsonNode list, String check) {
        for (JsonNode alert : list.path("alerts")) {
            if (alert.path("check").asText().equals(check)) {
                return alert;
            }
        }
        throw new AssertionError("no alert of " + check + " in " + list);
    }

    @Test
    void silenceIsEndedOnceByItsIdAndNoLongerListed() throws IOException {
        JsonNode set = invoke(
                function(),
                "{\"action\":\"silence\",\"check\":\"sla\",\"start\":\""
                        + Instant.now().plusSeconds(3600) + "\",\"end\":\""
                        + Instant.now().plusSeconds(7200) + "\",\"reason\":\"r\",\"by\":\"kim\"}");
        String end = "{\"action\":\"unsilence\",\"id\":\"" + set.path("id").asText() + "\"}";

        assertThat(set.path("state").asText()).isEqualTo("coming");
        assertThat(set.path("by").asText()).isEqualTo("kim");
        assertThat(invoke(function(), end).path("ended").asBoolean()).isTrue();
        assertThat(invoke(function(), end).path("ended").asBoolean()).isFalse();
        assertThat(invoke(function(), file("silences")).path("silences"))
                .extracting(silence -> silence.path("id").asText())
                .doesNotContain(set.path("id").asText());
    }

    @Test
    void silencesWithoutAStateTableAreRefusedWithTheReason() {
        ProbeFunction bare = new ProbeFunction(new FleetBuilder(FleetSettings.of(Map.of()), Clock.systemUTC())
                .engine(ENGINE)
                .build());

        for (String name : List.of("silence", "silences", "unsilence")) {
            assertThatThrownBy(() -> invoke(bare, file(name)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("FLEET_STATE_TABLE is not set, so there are no silences");
        }
    }

    @Test
    void everyEventFileIsTested() throws IOException {
        try (var files = Files.list(Path.of("events"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "probe-scheduled.json",
                            "probe-adhoc.json",
                            "probe-adhoc-settings.json",
                            "probe-adhoc-protocols.json",
                            "history.json",
                            "rollup.json",
                            "alerts.json",
                            "acknowledge.json",
                            "silence.json",
                            "silences.json",
                            "unsilence.json");
        }
    }

    @Test
    void runStoresAlertsAndAnswersByTheContract() throws IOException {
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
    void retriedScheduledEventOverwritesItsMeasurements() throws IOException {
        ProbeFunction function = function();
        String event = scheduled(Instant.now().toString(), id(healthy));

        long before = count(function);
        invoke(function, event);
        invoke(function, event);

        assertThat(count(function) - before).isEqualTo(1);
    }

    @Test
    void adHocProbeNeitherStoresNorAlertsIfBothAreOff() throws IOException {
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
                "[1,2] | event: 'a list'",
                "{} trailing | event: ",
                "{\"key1\":\"value1\",\"key2\":\"value2\",\"key3\":\"value3\"} | action: missing; accepted: probe, history, rollup, alerts, acknowledge, silence, unsilence, silences",
                "{} | action: missing; accepted: probe, history, rollup, alerts, acknowledge, silence, unsilence, silences",
                "{\"action\":7} | action: '7'; accepted: a text",
                "{\"action\":\"prob\"} | action: 'prob'; accepted: probe, history, rollup, alerts, acknowledge, silence, unsilence, silences",
                "{\"action\":\"probe\",\"target\":\"a\"} | event: 'field target'; accepted: action, alert, scheduledTime, store, targets",
                "{\"action\":\"probe\",\"targets\":[]} | targets: '[]'",
                "{\"action\":\"probe\",\"targets\":\"a\"} | targets: '\"a\"'",
                "{\"action\":\"probe\",\"store\":\"no\"} | store: '\"no\"'; accepted: true or false",
                "{\"action\":\"probe\",\"scheduledTime\":\"now\"} | scheduledTime: 'now'; accepted: an ISO-8601 instant",
                "{\"action\":\"history\"} | target: missing",
                "{\"action\":\"history\",\"target\":\"a b\"} | target: 'a …'",
                "{\"action\":\"history\",\"target\":\"a\",\"window\":\"1d\"} | window: '1d'",
                "{\"action\":\"history\",\"target\":\"a\",\"limit\":0} | limit: '0'; accepted: a whole number from 1 to 10000",
                "{\"action\":\"silence\",\"duration\":\"PT1H\",\"reason\":\"r\"} | target, tag, check: missing; accepted: at least one",
                "{\"action\":\"silence\",\"target\":\"a b\",\"duration\":\"PT1H\",\"reason\":\"r\"} | target: 'a b'; accepted: HOST, HOST:PORT",
                "{\"action\":\"silence\",\"tag\":\"web\",\"duration\":\"PT1H\",\"reason\":\"r\"} | tag: 'web'; accepted: NAME=VALUE",
                "{\"action\":\"silence\",\"check\":\"cert*s\",\"duration\":\"PT1H\",\"reason\":\"r\"} | check: 'cert*s'; accepted: a name or a glob of these: availability, sla.dns",
                "{\"action\":\"silence\",\"target\":\"*\",\"reason\":\"r\"} | end, duration: missing; accepted: an instant as end",
                "{\"action\":\"silence\",\"target\":\"*\",\"duration\":\"PT1H\",\"end\":\"2030-01-01T00:00:00Z\",\"reason\":\"r\"} | end, duration: 'both'",
                "{\"action\":\"silence\",\"target\":\"*\",\"duration\":\"2h\",\"reason\":\"r\"} | duration: '2h'",
                "{\"action\":\"silence\",\"target\":\"*\",\"duration\":\"P91D\",\"reason\":\"r\"} | at most P90D",
                "{\"action\":\"silence\",\"target\":\"*\",\"end\":\"2020-01-01T00:00:00Z\",\"reason\":\"r\"} | end: '2020-01-01T00:00:00Z'; accepted: an instant after now",
                "{\"action\":\"silence\",\"target\":\"*\",\"start\":\"9999-01-01T00:00:00Z\",\"duration\":\"PT1H\",\"reason\":\"r\"} | start: '9999-01-01T00:00:00Z'; accepted: an instant at most P366D from now",
                "{\"action\":\"silence\",\"target\":\"*\",\"duration\":\"PT1H\"} | reason: missing; accepted: the reason",
                "{\"action\":\"silence\",\"target\":\"*\",\"duration\":\"PT1H\",\"reason\":\" \"} | reason: ' '; accepted: 1 to 200 characters",
                "{\"action\":\"silence\",\"target\":[\"a\"],\"duration\":\"PT1H\",\"reason\":\"r\"} | target: 'a list'; accepted: a text",
                "{\"action\":\"silence\",\"until\":\"x\"} | event: 'field until'; accepted: action, by, check, duration, end, reason, start, tag, target",
                "{\"action\":\"unsilence\"} | id: missing; accepted: the id of a silence",
                "{\"action\":\"unsilence\",\"id\":\"1A2B3C4D\"} | id: '1A2B3C4D'; accepted: the id of a silence",
                "{\"action\":\"acknowledge\"} | target: missing; accepted: NAME, HOST or HOST:PORT",
                "{\"action\":\"acknowledge\",\"target\":\"a\",\"check\":\"tls\"} | check: 'tls'; accepted: a name or a glob of these",
                "{\"action\":\"acknowledge\",\"target\":\"a\",\"id\":\"b\"} | event: 'field id'; accepted: action, by, check, reason, target",
                "{\"action\":\"alerts\",\"target\":\"a b\"} | target: 'a …'",
                "{\"action\":\"silences\",\"target\":\"a\"} | event: 'field target'; accepted: action",
            })
    void badInputIsAnsweredWithFieldValueAndAcceptedForm(String event, String text) throws IOException {
        JsonNode answer = invoke(function(), event == null ? "" : event);

        assertThat(answer.properties()).hasSize(1);
        JsonNode error = answer.path("error");
        assertThat(error.path("message").asText())
                .contains(text, "; accepted: ")
                .startsWith(error.path("field").asText() + ": ");
    }

    @Test
    void goodTargetsOfAListAreProbedAndBadOnesAreReported() throws IOException {
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
    void probingStopsInTimeAndTheRestIsReported() throws IOException {
        JsonNode answer =
                invoke(function(), "{\"action\":\"probe\",\"targets\":[\"a.example\"]}", Duration.ofSeconds(5));

        assertThat(answer.path("results")).isEmpty();
        assertThat(answer.path("notProbed").get(0).path("target").asText()).isEqualTo("a.example:443");
        assertThat(answer.path("run").path("notProbed").asInt()).isEqualTo(1);
    }

    @Test
    void answerToTenThousandTargetsFitsTheLimitOfLambda() throws IOException {
        String targets = IntStream.range(0, 10_000)
                .mapToObj(number -> "\"127.0.0.1:" + (number + 1) + "\"")
                .collect(Collectors.joining(","));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ProbeFunction refusing = new ProbeFunction(new FleetBuilder(FleetSettings.of(Map.of()), Clock.systemUTC())
                .engine(ENGINE)
                .build());

        refusing.handleRequest(
                LocalFunction.stream(
                        "{\"action\":\"probe\",\"store\":false,\"alert\":false,\"targets\":[" + targets + "]}"),
                answer,
                new LocalContext(Duration.ofMinutes(2)));

        JsonNode run = JSON.readTree(answer.toByteArray()).path("run");
        assertThat(answer.size()).isLessThan(6_000_000);
        assertThat(run.path("targets").asInt()).isEqualTo(10_000);
        assertThat(run.path("probed").asInt() + run.path("notProbed").asInt()).isEqualTo(10_000);
        assertThat(run.path("resultsLeftOut").asInt()).isPositive();
    }

    @Test
    void nothingIsProbedInPlaceOfAnUnreadCatalogAndTheRunSaysSo() throws IOException {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            ProbeFunction function = new ProbeFunction(builder(Map.of("FLEET_TARGETS", id(healthy)))
                    .dynamoDb(nobody)
                    .build());

            JsonNode answer = invoke(function, SCHEDULED_RUN);

            assertThat(answer.path("results")).isEmpty();
            assertThat(answer.path("run").path("targets").asInt()).isZero();
            assertThat(answer.path("run").path("complete").asBoolean(true)).isFalse();
            assertThat(answer.path("run").path("problems"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.asText())
                            .startsWith("The catalog could not be read, and this process has not read it before,"));
        }
    }

    @Test
    void runWithoutATargetIsNotComplete() throws IOException {
        JsonNode answer = invoke(function(), SCHEDULED_RUN);

        assertThat(answer.path("run").path("complete").asBoolean(true)).isFalse();
        assertThat(answer.path("run").path("problems").toString()).contains("There is nothing to probe");
    }

    @Test
    void runIsCompleteOnlyIfNothingWasLeftUndone() throws IOException {
        String good = id(healthy);

        assertThat(isComplete(function(), scheduled("2026-11-23T10:00:00Z", good)))
                .isTrue();
        assertThat(isComplete(function(), scheduled("2026-11-23T10:00:00Z", good, "bad host")))
                .as("rejected")
                .isFalse();
        assertThat(invoke(function(), scheduled("2026-11-23T10:00:00Z", good), Duration.ofSeconds(5))
                        .path("run")
                        .path("complete")
                        .asBoolean(true))
                .as("not probed")
                .isFalse();
        assertThat(isComplete(
                        new ProbeFunction(builder(Map.of("FLEET_MEASUREMENTS_TABLE", "missing"))
                                .build()),
                        scheduled("2026-11-23T10:00:00Z", good)))
                .as("not stored")
                .isFalse();
        assertThat(isComplete(
                        new ProbeFunction(
                                builder(Map.of("FLEET_STATE_TABLE", "missing")).build()),
                        scheduled("2026-11-23T10:00:00Z", good)))
                .as("undecided")
                .isFalse();
    }

    @Test
    void probesRunWithoutDynamoDbAndTheAnswerReportsThatNothingWasStored() throws IOException {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            ProbeFunction function =
                    new ProbeFunction(builder(Map.of()).dynamoDb(nobody).build());

            JsonNode answer = invoke(function, scheduled("2026-11-23T10:00:00Z", id(healthy)));

            assertThat(answer.path("results").get(0).path("verdict").asText()).isEqualTo("OK");
            assertThat(answer.path("run").path("notStored").asInt()).isEqualTo(1);
            assertThat(answer.path("run").path("undecided").asInt()).isEqualTo(1);
            assertThat(answer.path("run").path("problems").toString())
                    .contains("Not every measurement was stored", "could not be decided");
            assertThat(answer.path("run").path("complete").asBoolean(true)).isFalse();
            assertThatThrownBy(() -> invoke(function, "{\"action\":\"history\",\"target\":\"a.example\"}"))
                    .hasMessageContaining("Measurements cannot be read");
        }
    }

    @Test
    void measurementsAreStoredWithoutTheTopicAndTheNextRunNotifies() throws IOException {
        ProbeFunction down = new ProbeFunction(builder(Map.of())
                .notifier(messages -> messages.stream()
                        .map(message -> new Notifier.NotSent(message, "the service could not be reached", false))
                        .toList())
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
            assertThat(first.path("run").path("complete").asBoolean(true)).isFalse();
            assertThat(next.path("run").path("complete").asBoolean()).isTrue();
            assertThat(first.path("run").path("problems").toString()).contains("the next run sends it");
            assertThat(next.path("run").path("noticesSent").asInt()).isEqualTo(1);
            assertThat(notifier.notices())
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.code()).isEqualTo("SELF_SIGNED"));
        }
    }

    @Test
    void fleetWithoutTablesReportsThatNothingWasStored() throws IOException {
        ProbeFunction bare = new ProbeFunction(new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "FLEET_ALLOW_NETWORKS",
                                "127.0.0.0/8",
                                "FLEET_CA_FILE",
                                roots().toString(),
                                "FLEET_SLA_TLS",
                                LocalFunction.LONG_SLA)),
                        Clock.systemUTC())
                .engine(ENGINE)
                .build());

        JsonNode answer = invoke(bare, scheduled("2026-11-23T10:00:00Z", id(healthy)));

        assertThat(answer.path("results").get(0).path("verdict").asText()).isEqualTo("OK");
        assertThat(answer.path("run").path("problems").toString())
                .contains("FLEET_MEASUREMENTS_TABLE is not set", "FLEET_ALERT_TOPIC_ARN is not set");
        assertThat(answer.path("run").path("undecided").asInt()).isEqualTo(1);
        assertThat(answer.path("run").path("notStored").asInt()).isEqualTo(1);
        assertThat(answer.path("run").path("complete").asBoolean(true)).isFalse();
    }

    @Test
    void unreadableCaFileStopsTheStart() {
        assertThatThrownBy(
                        () -> builder(Map.of("FLEET_CA_FILE", "/no/such.pem")).build())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("FLEET_CA_FILE: '/no/such.pem")
                .hasMessageContaining("PEM");
    }

    @Test
    void functionConnectsToPrivateNetworksOnlyIfItsDeploymentAllowsIt() throws IOException {
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
        return new FleetBuilder(FleetSettings.of(LocalFunction.environment(roots(), overrides)), Clock.systemUTC())
                .engine(ENGINE)
                .dynamoDb(dynamoDb.client())
                .notifier(notifier);
    }

    private static boolean isComplete(ProbeFunction function, String event) throws IOException {
        JsonNode complete = invoke(function, event).path("run").path("complete");
        assertThat(complete.isBoolean()).isTrue();
        return complete.booleanValue();
    }

    private static long count(ProbeFunction function) throws IOException {
        return invoke(function, "{\"action\":\"history\",\"target\":\"" + id(healthy) + "\"}")
                .path("count")
                .asLong();
    }

    private static Path roots() {
        return directory.resolve("root.pem");
    }

    private static String id(LoopbackServer server) {
        return "localhost:" + server.port();
    }

    private static String scheduled(String at, String... targets) {
        return "{\"action\":\"probe\",\"scheduledTime\":\"" + at + "\",\"targets\":[\"" + String.join("\",\"", targets)
                + "\"]}";
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("events", name + ".json"));
    }

    private static Instant instant(JsonNode document, String field) {
        return Instant.parse(document.path(field).asText());
    }

    private static JsonNode invoke(ProbeFunction function, String event) throws IOException {
        return invoke(function, event, Duration.ofSeconds(60));
    }

    private static JsonNode invoke(ProbeFunction function, String event, Duration timeout) throws IOException {
        return LocalFunction.invoke(function, event, timeout);
    }
}
