package dev.handshakefleet.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.notice.Notifier.NotSent;
import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.local.LocalNotifier;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.SnsEndpoint;
import dev.handshakefleet.support.SnsEndpoint.Refusal;
import dev.handshakefleet.verdict.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/** The two notifiers: SNS and this machine. */
class NotifiersIT {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts";
    private static final FollowUpCommands CLOSER = new FollowUpCommands(Optional.of("handshake-fleet-probe"));

    /** AWS API: PublishBatch. */
    private static final int MOST_BYTES = 262_144;

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    private final SnsEndpoint endpoint = new SnsEndpoint();
    private final SnsClient client = endpoint.client();
    private final List<Duration> waits = new ArrayList<>();

    @AfterEach
    void close() {
        client.close();
        endpoint.close();
    }

    // ---- SNS

    @Test
    void anSnsMessageHasATextForEachProtocolAndFilterAttributes() {
        AlertNotice notice = SampleNotices.expired("example.com:443").build();

        assertThat(sns().send(List.of(OutgoingMessage.of(notice)))).isEmpty();

        assertThat(endpoint.published()).singleElement().satisfies(form -> {
            assertThat(form)
                    .containsEntry("TopicArn", TOPIC)
                    .containsEntry("Subject", "example.com:443 CRITICAL: CERT_EXPIRED")
                    .containsEntry("MessageStructure", "json")
                    .doesNotContainKeys("MessageGroupId", "MessageDeduplicationId");
            JsonNode message = parsed(form.get("Message"));
            assertThat(message.path("email").asText()).isEqualTo(NoticeText.email(notice, CLOSER));
            assertThat(message.path("sms").asText()).isEqualTo(NoticeText.sms(notice));
            assertThat(parsed(message.path("default").asText())).isEqualTo(ChatNotice.of(notice, CLOSER));
            assertThat(SnsEndpoint.attributes(form))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "severity", "CRITICAL",
                            "worst", "CRITICAL",
                            "target", "example.com:443",
                            "region", "eu-west-1",
                            "code", "CERT_EXPIRED",
                            "check", "certificate.leaf",
                            "state", "opened",
                            "id", "example.com:443#7#certificate.leaf",
                            "team", "web",
                            "env", "prod"));
        });
    }

    @Test
    void theAttributesOfADigestMatchAnyOfItsNotices() {
        List<AlertNotice> notices = new ArrayList<>();
        for (int number = 10; number < 21; number++) {
            notices.add(SampleNotices.unreachable("node" + number + ".example.com:443")
                    .tags(number == 20 ? Map.of() : Map.of("team", number < 15 ? "web" : "mail"))
                    .build());
        }
        notices.add(SampleNotices.expired("shop.example.com:443").build());
        OutgoingMessage digest = DigestPolicy.messages(notices).getFirst();

        assertThat(sns().send(List.of(digest))).isEmpty();

        assertThat(endpoint.published()).singleElement().satisfies(form -> {
            Map<String, String> attributes = SnsEndpoint.attributes(form);
            assertThat(values(attributes.get("target")))
                    .containsExactlyInAnyOrderElementsOf(
                            notices.stream().map(AlertNotice::targetId).toList());
            assertThat(values(attributes.get("team"))).containsExactlyInAnyOrder("web", "mail");
            assertThat(values(attributes.get("env"))).containsExactly("prod");
            assertThat(values(attributes.get("check"))).containsExactlyInAnyOrder("availability", "certificate.leaf");
            assertThat(values(attributes.get("code"))).containsExactlyInAnyOrder("HANDSHAKE_FAILED", "CERT_EXPIRED");
            assertThat(values(attributes.get("severity"))).containsExactly("CRITICAL");
            assertThat(values(attributes.get("region"))).containsExactly("eu-west-1");
            assertThat(values(attributes.get("state"))).containsExactlyInAnyOrder("digest", "opened");
            assertThat(attributes).containsEntry("id", digest.id());
            assertThat(types(form))
                    .containsEntry("id", "String")
                    .containsEntry("target", "String.Array")
                    .containsEntry("team", "String.Array");
        });
    }

    @Test
    void noAttributeIsEmpty() {
        AlertNotice acknowledged =
                SampleNotices.opened("example.com:443", Check.CHAIN).region("").build();
        List<AlertNotice> many = IntStream.range(0, 11)
                .mapToObj(number -> SampleNotices.opened("a" + number + ".example:443", Check.CHAIN)
                        .region("")
                        .build())
                .toList();

        sns().send(List.of(OutgoingMessage.of(acknowledged), new OutgoingMessage(many)));

        assertThat(SnsEndpoint.attributes(endpoint.published().get(0))).containsEntry("region", "-");
        assertThat(SnsEndpoint.attributes(endpoint.published().get(1))).containsEntry("region", "[\"-\"]");
    }

    @Test
    void twentyFiveMessagesAreThreeCalls() {
        assertThat(sns().send(messages(25))).isEmpty();

        assertThat(endpoint.requests())
                .extracting(form -> SnsEndpoint.entries(form).size())
                .containsExactly(10, 10, 5);
        assertThat(endpoint.requests()).extracting(form -> form.get("Action")).containsOnly("PublishBatch");
        assertThat(endpoint.published())
                .extracting(form -> SnsEndpoint.attributes(form).get("target"))
                .containsExactlyElementsOf(messages(25).stream()
                        .map(message -> message.first().targetId())
                        .toList());
    }

    @Test
    void noNoticesCauseNoCall() {
        assertThat(sns().send(List.of())).isEmpty();

        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void largeMessagesAreSplitOverMoreCalls() {
        List<OutgoingMessage> large = Stream.of("\"", "\\", "\u4e16", "\ud835\udd4f", "x")
                .flatMap(character ->
                        IntStream.range(0, 8).mapToObj(number -> HostileNotices.largest(character.repeat(400), number)))
                .map(OutgoingMessage::of)
                .toList();

        assertThat(sns().send(large)).isEmpty();

        assertThat(endpoint.published()).hasSize(40);
        assertThat(endpoint.requests()).hasSizeGreaterThan(4).allSatisfy(NotifiersIT::fits);
    }

    @Test
    void everyDigestOfLongNamesFitsIntoARequest() {
        List<AlertNotice> storm = IntStream.range(0, 1_000)
                .mapToObj(number -> HostileNotices.largest("\"".repeat(400), number))
                .toList();

        assertThat(sns().send(DigestPolicy.messages(storm))).isEmpty();

        assertThat(endpoint.requests()).isNotEmpty().allSatisfy(NotifiersIT::fits);
    }

    @Test
    void hostileNoticesArriveWhole() {
        List<OutgoingMessage> messages =
                HostileNotices.all().limit(100).map(OutgoingMessage::of).toList();

        assertThat(sns().send(messages)).isEmpty();

        assertThat(endpoint.published())
                .hasSize(100)
                .allSatisfy(form -> assertThat(parsed(parsed(form.get("Message"))
                                        .path("default")
                                        .asText())
                                .path("source")
                                .asText())
                        .isEqualTo("custom"));
    }

    @Test
    void onlyTheFailedEntriesOfABatchAreReportedWithTheirReason() {
        endpoint.refusesMessages(entry -> switch (entry.get("Id")) {
            case "3" -> Optional.of(new Refusal("InvalidParameter", "Invalid parameter: Message", true));
            case "11" -> Optional.of(new Refusal("InternalError", "try again", false));
            default -> Optional.empty();
        });
        List<OutgoingMessage> messages = messages(12);

        assertThat(sns().send(messages))
                .containsExactly(
                        new NotSent(
                                messages.get(3), "SNS refused it: InvalidParameter Invalid parameter: Message", true),
                        new NotSent(messages.get(11), "SNS refused it: InternalError try again", false));
        assertThat(endpoint.published()).hasSize(10);
    }

    @Test
    void aBatchThatIsRefusedForOneOfItsMessagesIsSentOneByOne() {
        endpoint.refusesCalls(form -> SnsEndpoint.entries(form).stream()
                        .anyMatch(entry -> entry.get("Id").equals("4"))
                ? Optional.of(new Refusal("InvalidParameter", "Invalid parameter: Subject", true))
                : Optional.empty());
        List<OutgoingMessage> messages = messages(12);

        assertThat(sns().send(messages)).singleElement().satisfies(notSent -> {
            assertThat(notSent.message()).isEqualTo(messages.get(4));
            assertThat(notSent.concernsOnlyTheMessage()).isTrue();
            assertThat(notSent.reason()).contains("Invalid parameter: Subject");
        });
        assertThat(endpoint.published()).hasSize(11);
        assertThat(endpoint.requests()).hasSize(12);
    }

    @Test
    void aBatchThatIsTooLongIsSentOneByOne() {
        endpoint.refusesCalls(form -> SnsEndpoint.entries(form).size() > 1
                ? Optional.of(new Refusal("BatchRequestTooLong", "too long", true))
                : Optional.empty());

        assertThat(sns().send(messages(3))).isEmpty();
        assertThat(endpoint.published()).hasSize(3);
    }

    @Test
    void noFurtherCallIsMadeAfterAFailedCall() {
        endpoint.refusesCalls(form -> Optional.of(new Refusal("AuthorizationError", "not authorized", true)));
        List<OutgoingMessage> messages = messages(25);

        assertThat(sns().send(messages))
                .hasSize(25)
                .allSatisfy(notSent -> {
                    assertThat(notSent.reason()).contains("AuthorizationError").contains("not authorized");
                    assertThat(notSent.concernsOnlyTheMessage()).isFalse();
                })
                .extracting(NotSent::message)
                .containsExactlyElementsOf(messages);
        assertThat(endpoint.requests()).hasSize(1);
    }

    @Test
    void anUnavailableServiceIsTheReason() {
        endpoint.refuses(true);

        assertThat(sns().send(messages(1)))
                .singleElement()
                .satisfies(
                        notSent -> assertThat(notSent.reason()).contains("500").contains("not today"));
    }

    @Test
    void callThatWasAnsweredWith500IsMadeOnce() {
        endpoint.refuses(true);

        assertThat(sns().send(messages(3))).hasSize(3);
        assertThat(endpoint.requests()).hasSize(1);
    }

    @Test
    void messagesThatWereAcceptedWithoutAResponseArePublishedOnce() {
        sns().send(messages(1));
        endpoint.dropsAfterAccepting(true);

        assertThat(sns().send(messages(3)))
                .as("nobody knows whether they were sent, so the next run sends them")
                .hasSize(3);
        assertThat(endpoint.published()).as("one of the call before and these").hasSize(1 + 3);
        assertThat(endpoint.requests()).hasSize(2);
    }

    @Test
    void callToAFifoTopicIsRepeatedBecauseTheTopicDropsCopies() {
        endpoint.dropsAfterAccepting(true);
        SnsNotifier fifo = sns(TOPIC + ".fifo", client);

        assertThat(fifo.send(messages(1))).hasSize(1);

        assertThat(endpoint.published())
                .hasSize(3)
                .extracting(form -> form.get("MessageDeduplicationId"))
                .containsOnly(endpoint.published().getFirst().get("MessageDeduplicationId"));
        assertThat(waits).hasSize(2);
    }

    @Test
    void throttledCallIsRepeated() {
        AtomicInteger calls = new AtomicInteger();
        endpoint.refusesCalls(form -> calls.getAndIncrement() < 2
                ? Optional.of(new Refusal("ThrottledException", "Rate exceeded", true))
                : Optional.empty());

        assertThat(sns().send(messages(2))).isEmpty();
        assertThat(endpoint.published()).hasSize(2);
        assertThat(endpoint.requests()).hasSize(3);
    }

    @Test
    void messageThatSnsRefusedForNowIsSentAgainAlone() {
        AtomicInteger refusals = new AtomicInteger();
        endpoint.refusesMessages(form -> form.get("Subject").startsWith("node1") && refusals.getAndIncrement() == 0
                ? Optional.of(new Refusal("InternalError", "try again", false))
                : Optional.empty());

        assertThat(sns().send(messages(3))).isEmpty();
        assertThat(endpoint.published())
                .extracting(form -> form.get("Subject").substring(0, 5))
                .containsExactly("node0", "node2", "node1");
    }

    @Test
    void refusedConnectionIsTriedAgainAndThenTheReason() {
        endpoint.close();

        assertThat(sns().send(messages(1)))
                .singleElement()
                .satisfies(notSent -> assertThat(notSent.reason()).contains("could not be reached"));
        assertThat(waits).hasSize(2);
    }

    @Test
    void aMissingTopicIsNamed() {
        endpoint.refusesCalls(form -> Optional.of(new Refusal("NotFound", "Topic does not exist", true)));

        assertThat(sns().send(messages(1)))
                .singleElement()
                .satisfies(notSent -> assertThat(notSent.reason())
                        .isEqualTo("the topic " + TOPIC + " does not exist in this account and region (NotFound)"));
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void anEndpointWithoutAnAnswerTimesOutAndNoFurtherCallIsMade() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SnsClient waiting = SnsClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(AwsClients.CREDENTIALS)
                        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
                        .build()) {
            assertThat(new SnsNotifier(waiting, TOPIC, CLOSER).send(messages(11)))
                    .hasSize(11)
                    .allSatisfy(
                            notSent -> assertThat(notSent.reason()).isEqualTo("the service did not answer in time"));
        }
    }

    @Test
    void aFifoTopicKeepsTheOrderOfATargetAndDropsRepeatedNotices() {
        SnsNotifier fifo = new SnsNotifier(client, TOPIC + ".fifo", CLOSER);
        AlertNotice opened =
                SampleNotices.expired("[2001:db8::7]:443/a.example").build();
        AlertNotice other = SampleNotices.slow("[2001:db8::7]:443/a.example").build();
        AlertNotice elsewhere = SampleNotices.slow("b.example:443").build();

        fifo.send(Stream.of(opened, other, elsewhere, opened)
                .map(OutgoingMessage::of)
                .toList());

        List<Map<String, String>> published = endpoint.published();
        assertThat(published).allSatisfy(form -> {
            assertThat(form.get("MessageGroupId")).matches("[A-Za-z0-9-]{1,128}");
            assertThat(form.get("MessageDeduplicationId")).matches("[A-Za-z0-9-]{1,128}");
        });
        assertThat(published.get(1).get("MessageGroupId"))
                .isEqualTo(published.get(0).get("MessageGroupId"))
                .isNotEqualTo(published.get(2).get("MessageGroupId"));
        assertThat(published.get(3).get("MessageDeduplicationId"))
                .isEqualTo(published.get(0).get("MessageDeduplicationId"))
                .isNotEqualTo(published.get(1).get("MessageDeduplicationId"));
    }

    // ---- this machine

    @Test
    void theLocalNotifierPrintsEachMessageAndWritesOneLine() throws IOException {
        Path file = directory.resolve("notices.jsonl");
        List<String> printed = new ArrayList<>();
        LocalNotifier notifier = new LocalNotifier(file, printed::add);
        OutgoingMessage digest = new OutgoingMessage(
                messages(11).stream().map(OutgoingMessage::first).toList());

        assertThat(notifier.send(List.of(messages(1).getFirst(), digest))).isEmpty();
        assertThat(notifier.send(messages(1))).isEmpty();

        assertThat(printed)
                .satisfiesExactly(
                        alone -> assertThat(alone)
                                .contains("HANDSHAKE_FAILED", "./fleet probe node0.example.com:443")
                                .doesNotContain("aws lambda"),
                        many -> assertThat(many).startsWith("11 alerts opened at once"),
                        again -> assertThat(again).isEqualTo(printed.getFirst()));
        assertThat(Files.readAllLines(file))
                .extracting(line -> parsed(line).path("subject").asText())
                .containsExactly(
                        "node0.example.com:443 CRITICAL: HANDSHAKE_FAILED",
                        Digest.subject(digest),
                        "node0.example.com:443 CRITICAL: HANDSHAKE_FAILED");
    }

    @Test
    void theLocalNotifierIsThreadSafe() throws Exception {
        Path file = directory.resolve("many.jsonl");
        LocalNotifier notifier = new LocalNotifier(file, text -> {});
        List<OutgoingMessage> messages = messages(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<List<NotSent>> send = () -> notifier.send(messages);
            for (Future<List<NotSent>> sent : threads.invokeAll(Collections.nCopies(200, send))) {
                assertThat(sent.get()).isEmpty();
            }
        }

        assertThat(Files.readAllLines(file))
                .hasSize(200)
                .allSatisfy(line -> assertThat(parsed(line).path("id").asText())
                        .isEqualTo(messages.getFirst().id()));
    }

    @Test
    void anUnwritableFileIsTheReasonAndNothingIsPrinted() {
        List<String> printed = new ArrayList<>();

        assertThat(new LocalNotifier(directory, printed::add).send(messages(2)))
                .hasSize(2)
                .allSatisfy(notSent -> assertThat(notSent.reason()).contains(directory.toString()));
        assertThat(printed).isEmpty();
    }

    private SnsNotifier sns() {
        return sns(TOPIC, client);
    }

    private SnsNotifier sns(String topic, SnsClient through) {
        return new SnsNotifier(through, topic, CLOSER, new Backoff(new Random(7), waits::add));
    }

    private static List<OutgoingMessage> messages(int many) {
        return IntStream.range(0, many)
                .mapToObj(number -> OutgoingMessage.of(SampleNotices.unreachable("node" + number + ".example.com:443")
                        .build()))
                .toList();
    }

    /** Counts the whole request with its field names, which is more than the limit counts. */
    private static void fits(Map<String, String> request) {
        long bytes = request.entrySet().stream()
                .mapToLong(field -> field.getKey().length() + field.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static Map<String, String> types(Map<String, String> form) {
        Map<String, String> types = new HashMap<>();
        form.forEach((field, name) -> {
            if (field.startsWith("MessageAttributes.entry.") && field.endsWith(".Name")) {
                types.put(name, form.get(field.replace(".Name", ".Value.DataType")));
            }
        });
        return types;
    }

    private static Set<String> values(String array) {
        Set<String> values = new HashSet<>();
        parsed(array).forEach(value -> values.add(value.asText()));
        return values;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(notJson);
        }
    }
}
