package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.support.Prerequisites;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The programs of {@code infra/webhooks}, run by {@code jq} on the body that SNS posts to an HTTPS subscriber: envelopes around
 * messages of the function's own notifier. Skipped without {@code jq}.
 */
class WebhookMappingsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("src/test/resources/webhooks");
    private static final Path PROGRAMS = Path.of("infra/webhooks");
    private static final boolean RENEWS = Boolean.getBoolean("golden.renew");
    private static final List<String> SERVICES = List.of("pagerduty", "opsgenie", "victorops", "zapier");
    private static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";
    private static final Pattern FIELD = Pattern.compile("\\$(notice|digest)\\.([A-Za-z]+)");

    private static final String SHOP = "shop.example.com:443";

    /** A target with a server name of its own: its id has a slash. */
    private static final String API = "192.0.2.7:443/api.example.com";

    private Path jq;

    @TempDir
    private Path directory;

    /** Before each test and not before all, so that a skipped test gives its reason. */
    @BeforeEach
    void requireJq() {
        jq = Prerequisites.program("jq");
    }

    /**
     * The content of the files of the same names: a digest of three alerts. The fleet itself makes a digest from eleven alerts
     * on.
     */
    private static Map<String, OutgoingMessage> messages() {
        Map<String, OutgoingMessage> messages = new LinkedHashMap<>();
        messages.put("opened", OutgoingMessage.of(expired(Change.OPENED, Severity.OK, Severity.CRITICAL)));
        messages.put(
                "slow",
                OutgoingMessage.of(SampleNotices.slow(API).tags(Map.of()).build()));
        messages.put(
                "acknowledged",
                OutgoingMessage.of(SampleNotices.expired(SHOP)
                        .change(Change.ACKNOWLEDGED, Severity.CRITICAL, Severity.CRITICAL)
                        .after(Duration.ofMinutes(20))
                        .phases(Map.of())
                        .note("Taken care of by kim: the new certificate is ordered")
                        .build()));
        messages.put(
                "resolved",
                OutgoingMessage.of(SampleNotices.expired(SHOP)
                        .resolved(
                                Duration.ofMinutes(135),
                                "The certificate served now has SHA-256 0011223344556677 and expires"
                                        + " 2027-01-09T10:00:00Z.")
                        .build()));
        messages.put("digest", digest(Change.OPENED, Severity.OK, Severity.CRITICAL));
        return messages;
    }

    private static OutgoingMessage digest(Change change, Severity was, Severity is) {
        return new OutgoingMessage(List.of(
                expired(change, was, is),
                SampleNotices.slow(API).change(change, was, is).build(),
                SampleNotices.unreachable("mx.example.org:25")
                        .change(change, was, is)
                        .build()));
    }

    private static AlertNotice expired(Change change, Severity was, Severity is) {
        return SampleNotices.expired(SHOP).change(change, was, is).build();
    }

    static Stream<Arguments> mappings() {
        return SERVICES.stream()
                .flatMap(service -> messages().keySet().stream().map(message -> Arguments.of(service, message)));
    }

    /** After a change that is meant: {@code -Dgolden.renew=true}, and read the files. */
    @ParameterizedTest
    @MethodSource("mappings")
    void noticeIsMappedToTheRequestOfTheService(String service, String message) throws Exception {
        JsonNode envelope = envelope(messages().get(message));

        golden(
                SAMPLES.resolve(message + ".json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(envelope) + "\n");
        golden(SAMPLES.resolve(service).resolve(message + ".json"), run(envelope, program(service)));
    }

    @Test
    void programsReadOnlyFieldsOfNotices() throws Exception {
        Set<String> fields = new TreeSet<>();
        for (OutgoingMessage message : messages().values()) {
            context(envelope(message)).fieldNames().forEachRemaining(fields::add);
        }
        JsonNode digest = context(envelope(messages().get("digest")));
        Set<String> ofDigests = names(digest);
        Set<String> ofEntries =
                names(JSON.readTree(digest.path("alerts").asText()).path(0));

        for (String service : SERVICES) {
            String program = Files.readString(PROGRAMS.resolve(service + ".jq"));
            assertThat(read(program, "notice")).as(service).isNotEmpty().isSubsetOf(fields);
            assertThat(read(program, "digest")).as(service).isNotEmpty().isSubsetOf(ofDigests);
            assertThat(ofEntries)
                    .as(service)
                    .contains("alert", "target", "check", "state", "severity", "code", "since");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "opsgenie", "victorops", "zapier"})
    void subscriptionConfirmationIsMappedToNothing(String service) throws Exception {
        JsonNode confirmation =
                JSON.readTree(SAMPLES.resolve("confirmation.json").toFile());

        assertThat(mapped(service, confirmation)).isEmpty();
    }

    @Test
    void lambdaEventIsMappedRecordByRecord() throws Exception {
        JsonNode envelope = envelope(messages().get("opened"));
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records").addObject().put("EventSource", "aws:sns").set("Sns", envelope);

        assertThat(lines(event, "-c", ".Records[].Sns")).containsExactly(envelope);
    }

    @Test
    void emulatedEnvelopeIsMappedLikeTheSample() throws Exception {
        try (AwsEmulator emulator = AwsEmulator.start(directory.resolve("emulator.log"));
                SnsClient sns = emulator.client(SnsClient.builder())) {
            EmulatedQueue queue = EmulatedQueue.create(emulator, "webhook");
            String topic = sns.createTopic(request -> request.name("alerts")).topicArn();
            sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(queue.arn()));

            for (OutgoingMessage message :
                    List.of(messages().get("opened"), messages().get("digest"))) {
                assertThat(new SnsNotifier(sns, topic, FollowUpCommands.BY_COMMAND).send(List.of(message)))
                        .isEmpty();
                JsonNode posted = queue.received().getFirst();

                for (String service : SERVICES) {
                    assertThat(mapped(service, posted)).as(service).isEqualTo(mapped(service, envelope(message)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "opsgenie", "victorops", "zapier"})
    void digestHasOneLineForEachAlert(String service) throws Exception {
        List<AlertNotice> storm = Stream.iterate(1, number -> number + 1)
                .limit(200)
                .map(number -> SampleNotices.unreachable("node%d.example.com:443".formatted(number))
                        .build())
                .toList();

        assertThat(mapped(service, envelope(new OutgoingMessage(storm))))
                .extracting(body -> key(service, body))
                .containsExactlyElementsOf(
                        storm.stream().map(AlertNotice::alertId).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagerduty", "opsgenie", "victorops", "zapier"})
    void digestAndSingleNoticesShareTheirKeys(String service) throws Exception {
        OutgoingMessage opened = digest(Change.OPENED, Severity.OK, Severity.CRITICAL);
        OutgoingMessage resolved = digest(Change.RESOLVED, Severity.CRITICAL, Severity.OK);

        List<String> keys = keys(service, opened);

        assertThat(keys).hasSize(3).doesNotHaveDuplicates();
        assertThat(keys(service, resolved)).isEqualTo(keys);
        assertThat(keysOneByOne(service, opened)).isEqualTo(keys);
        assertThat(keysOneByOne(service, resolved)).isEqualTo(keys);
    }

    @ParameterizedTest
    @EnumSource
    void onlyResolutionClosesTheIncident(Change change) throws Exception {
        List<String> expected = switch (change) {
            case OPENED, WORSENED, EASED, ESCALATED, PROGRESSED, REMINDED, FLAPPING, SETTLED ->
                List.of("trigger", "create", "CRITICAL");
            case ACKNOWLEDGED -> List.of("acknowledge", "acknowledge", "ACKNOWLEDGEMENT");
            case RESOLVED -> List.of("resolve", "close", "RECOVERY");
        };
        Severity now = change == Change.RESOLVED ? Severity.OK : Severity.CRITICAL;

        assertThat(verdicts(OutgoingMessage.of(expired(change, Severity.CRITICAL, now))))
                .isEqualTo(expected);
        assertThat(verdicts(digest(change, Severity.CRITICAL, now))).isEqualTo(expected);
    }

    @Test
    void severitiesAreThoseOfTheService() throws Exception {
        assertThat(severities(Severity.CRITICAL)).containsExactly("critical", "P1", "CRITICAL");
        assertThat(severities(Severity.WARNING)).containsExactly("warning", "P3", "WARNING");
        assertThat(severities(Severity.OK)).containsExactly("info", "P5", "INFO");
    }

    /** PagerDuty developer documentation, "Send an Alert Event" and "Events API v2 Overview". */
    @Test
    void longestNoticeIsWithinTheLimitsOfPagerDuty() throws Exception {
        JsonNode body = mapped("pagerduty", longest("opened")).getFirst();

        assertThat(body.path("routing_key").asText()).hasSize(32);
        assertThat(body.path("dedup_key").asText()).hasSizeBetween(246, 255);
        assertThat(body.path("payload").path("summary").asText()).hasSize(1_024).endsWith("…");
        assertThat(body.path("payload").path("source").asText()).isNotEmpty();
        assertThat(body.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(512 * 1_024);
        for (String state : List.of("acknowledged", "resolved")) {
            assertThat(mapped("pagerduty", longest(state)).getFirst().path("dedup_key"))
                    .isEqualTo(body.path("dedup_key"));
        }
    }

    /** Opsgenie documentation, "Alert API". */
    @Test
    void longestNoticeIsWithinTheLimitsOfOpsgenie() throws Exception {
        JsonNode body = mapped("opsgenie", longest("opened")).getFirst().path("body");

        assertThat(body.path("message").asText()).hasSize(130);
        assertThat(body.path("alias").asText()).hasSizeBetween(503, 512).doesNotContain("/");
        assertThat(body.path("description").asText()).hasSize(15_000);
        assertThat(body.path("entity").asText()).hasSizeLessThanOrEqualTo(512);
        assertThat(body.path("source").asText()).hasSizeLessThanOrEqualTo(100);
        assertThat(body.path("tags"))
                .hasSize(20)
                .allSatisfy(tag -> assertThat(tag.asText()).hasSizeLessThanOrEqualTo(50));
        assertThat(body.path("details").properties().stream()
                        .mapToInt(detail -> detail.getKey().length()
                                + detail.getValue().asText().length())
                        .sum())
                .isBetween(1_000, 8_000);
        assertThat(body.path("details").properties())
                .allSatisfy(detail -> assertThat(detail.getValue().isTextual()).isTrue());
        for (String state : List.of("acknowledged", "resolved")) {
            JsonNode request = mapped("opsgenie", longest(state)).getFirst();
            assertThat(request.path("body").path("note").asText()).hasSize(25_000);
            assertThat(key("opsgenie", request)).isEqualTo(body.path("alias").asText());
        }
    }

    @Test
    void longKeysStayDistinct() throws Exception {
        JsonNode one = longest("opened");
        JsonNode other = changed(
                one, context -> context.put("alert", context.path("alert").asText() + "1"));

        for (String service : List.of("pagerduty", "opsgenie")) {
            assertThat(key(service, mapped(service, one).getFirst()))
                    .isNotEqualTo(key(service, mapped(service, other).getFirst()));
        }
    }

    /** The effect of a digest with all of its alerts, for each service. */
    private List<String> verdicts(OutgoingMessage message) throws Exception {
        JsonNode envelope = envelope(message);
        return List.of(
                only(mapped("pagerduty", envelope).stream()
                        .map(body -> body.path("event_action").asText())),
                only(mapped("opsgenie", envelope).stream()
                        .map(request -> request.path("path").asText())
                        .map(path -> path.isEmpty() ? "create" : path.replaceAll(".*/|\\?.*", ""))),
                only(mapped("victorops", envelope).stream()
                        .map(body -> body.path("message_type").asText())));
    }

    private static String only(Stream<String> words) {
        return words.distinct().collect(Collectors.joining(","));
    }

    private List<String> severities(Severity severity) throws Exception {
        JsonNode envelope = envelope(OutgoingMessage.of(expired(Change.OPENED, Severity.OK, severity)));
        JsonNode event = mapped("pagerduty", envelope).getFirst();
        JsonNode request = mapped("opsgenie", envelope).getFirst();
        return List.of(
                event.path("payload").path("severity").asText(),
                request.path("body").path("priority").asText(),
                mapped("victorops", envelope).getFirst().path("message_type").asText());
    }

    private List<String> keys(String service, OutgoingMessage message) throws Exception {
        List<String> keys = new ArrayList<>();
        for (JsonNode body : mapped(service, envelope(message))) {
            keys.add(key(service, body));
        }
        return keys;
    }

    private List<String> keysOneByOne(String service, OutgoingMessage message) throws Exception {
        List<String> keys = new ArrayList<>();
        for (AlertNotice notice : message.notices()) {
            keys.addAll(keys(service, OutgoingMessage.of(notice)));
        }
        return keys;
    }

    /** The key by which the service recognises the alert. */
    private static String key(String service, JsonNode body) {
        return switch (service) {
            case "pagerduty" -> body.path("dedup_key").asText();
            case "victorops" -> body.path("entity_id").asText();
            case "zapier" -> body.path("alert").asText();
            default ->
                body.path("path").asText().isEmpty()
                        ? body.path("body").path("alias").asText()
                        : URLDecoder.decode(body.path("path").asText().split("/", -1)[1], StandardCharsets.UTF_8);
        };
    }

    private static Set<String> read(String program, String variable) {
        return FIELD.matcher(program)
                .results()
                .filter(field -> field.group(1).equals(variable))
                .map(field -> field.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode fields) {
        Set<String> names = new TreeSet<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A notice with every text longer than any service takes, and more tags. */
    private static JsonNode longest(String state) throws IOException {
        JsonNode envelope = changed(envelope(messages().get("opened")), context -> {
            context.put("state", state)
                    .put("alert", "a".repeat(250) + "/" + "b".repeat(400) + "@sla.tls@2026-11-23T10:05:00Z")
                    .put("target", "a".repeat(250) + "/" + "b".repeat(400))
                    .put("message", "m".repeat(60_000))
                    .put("note", "n".repeat(60_000))
                    .put("regions", "r".repeat(5_000));
            for (int tag = 0; tag < 30; tag++) {
                context.put("tag.name" + tag, "v".repeat(100));
            }
        });
        return ((ObjectNode) envelope).put("Subject", "s".repeat(300));
    }

    private static JsonNode changed(JsonNode envelope, Consumer<ObjectNode> change) throws IOException {
        ObjectNode message = (ObjectNode) JSON.readTree(envelope.path("Message").asText());
        change.accept((ObjectNode) message.path("metadata").path("additionalContext"));
        return ((ObjectNode) envelope.deepCopy()).put("Message", message.toString());
    }

    private static JsonNode context(JsonNode envelope) throws IOException {
        return JSON.readTree(envelope.path("Message").asText()).path("metadata").path("additionalContext");
    }

    private static JsonNode envelope(OutgoingMessage message) throws IOException {
        return SnsEnvelope.of(message);
    }

    private static void golden(Path file, String text) throws IOException {
        if (RENEWS) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s", file)
                .isEqualTo(text);
    }

    private List<JsonNode> mapped(String service, JsonNode envelope) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(program(service)));
        arguments.add("-c");
        return lines(envelope, arguments.toArray(String[]::new));
    }

    private static String[] program(String service) {
        return new String[] {
            "--arg",
            "routing_key",
            ROUTING_KEY,
            "-f",
            PROGRAMS.resolve(service + ".jq").toString()
        };
    }

    private List<JsonNode> lines(JsonNode input, String... arguments) throws Exception {
        List<JsonNode> results = new ArrayList<>();
        for (String line : run(input, arguments).lines().toList()) {
            results.add(JSON.readTree(line));
        }
        return results;
    }

    private String run(JsonNode input, String... arguments) throws Exception {
        Path in = Files.write(directory.resolve("in.json"), JSON.writeValueAsBytes(input));
        Path out = directory.resolve("out.json");
        Path err = directory.resolve("err.txt");
        List<String> command = new ArrayList<>(List.of(jq.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
