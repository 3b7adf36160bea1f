package dev.handshakefleet.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** Every message stays within the limits of its channel, whatever names, certificates and texts contain. */
class NoticeLimitsTest {

    /** AWS API: Publish and PublishBatch. */
    private static final int MOST_BYTES = 262_144;

    private static final JsonMapper JSON = new JsonMapper();
    private static final FollowUpCommands CLOSER = new FollowUpCommands(Optional.of("handshake-fleet-probe"));

    /** Text that a chat renders as markup, a mention, a link or an emoji. */
    private static final Pattern MEANS_SOMETHING =
            Pattern.compile("[<>&@`*~|\\\\#\\[\\]]|://|(?i:www\\.|mailto:|tel:)|:(?!\\d{1,2}:)[A-Za-z0-9_+'-]+:"
                    + "|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])|(?m)^(?:[-+=]|\\s|\\d+[.)]\\s)");

    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\\n]]");

    @TempDir
    private Path directory;

    @Test
    void subjectAndSmsAreShortAsciiOnOneLine() {
        HostileNotices.all().forEach(notice -> {
            assertThat(NoticeText.subject(notice)).matches("[ -~]{1,100}");
            assertThat(NoticeText.sms(notice)).matches("[ -~]{1,140}");
        });
    }

    @Test
    void aLongHostLeavesRoomForTheProblem() {
        AlertNotice notice =
                SampleNotices.expired(HostileNotices.LONGEST_NAME + ":443").build();

        assertThat(NoticeText.subject(notice)).startsWith("aaaa").endsWith("... CRITICAL: CERT_EXPIRED");
        assertThat(NoticeText.sms(notice)).contains("... CRITICAL: Leaf certificate expired 3 days ago");
        assertThat(ChatNotice.of(notice, CLOSER).path("content").path("title").asText())
                .endsWith("... CRITICAL: CERT_EXPIRED");
    }

    @Test
    void anEmailShowsNoControlCharacterAndNoInjectedLine() {
        HostileNotices.all().forEach(notice -> {
            String email = NoticeText.email(notice, CLOSER);
            assertThat(NOT_SHOWN.matcher(email).find()).isFalse();
            assertThat(email.lines().count())
                    .as(email)
                    .isLessThanOrEqualTo(
                            NoticeText.email(HostileNotices.of("shop.example.com:443", "x", notice.change()), CLOSER)
                                    .lines()
                                    .count());
        });
    }

    @Test
    void chatTextHoldsNoInjectedMarkupMentionOrLink() {
        HostileNotices.all().forEach(notice -> {
            JsonNode chat = parsed(ChatNotice.of(notice, CLOSER).toString());
            shown(chat).forEach(text -> {
                assertThat(NOT_SHOWN.matcher(text).find()).as(text).isFalse();
                assertThat(codeSpans(text)).allSatisfy(code -> assertThat(code).doesNotContainPattern("[`<>&@]"));
                assertThat(MEANS_SOMETHING
                                .matcher(withoutOurMarkup(text))
                                .results()
                                .map(found -> found.group()))
                        .as(text)
                        .isEmpty();
            });
            assertThat(chat.path("content").path("title").asText()).hasSizeBetween(1, 250);
            assertThat(chat.path("content").path("description").asText()).hasSizeBetween(1, 8_000);
            assertThat(chat.path("content").path("keywords"))
                    .allSatisfy(word -> assertThat(word.asText()).hasSizeBetween(1, 75));
        });
    }

    @Test
    void aDigestIsAsHarmlessAsItsNotices() {
        for (OutgoingMessage digest : DigestPolicy.messages(HostileNotices.all().toList())) {
            if (digest.isDigest()) {
                assertThat(Digest.subject(digest)).matches("[ -~]{1,100}");
                assertThat(Digest.sms(digest)).matches("[ -~]{1,140}");
                assertThat(NOT_SHOWN.matcher(Digest.email(digest)).find()).isFalse();
                JsonNode chat = parsed(Digest.chat(digest).toString());
                assertThat(chat.path("content").path("title").asText()).hasSizeBetween(1, 250);
                assertThat(chat.path("content").path("description").asText()).hasSizeBetween(1, 8_000);
                assertThat(shown(chat))
                        .allSatisfy(text -> assertThat(
                                        MEANS_SOMETHING.matcher(text).results().map(found -> found.group()))
                                .as(text)
                                .isEmpty());
            }
        }
    }

    @Test
    void aHostIsReadableInAChat() {
        assertThat(Stream.of("shop.example.com:443", "_dmarc.example.com:443", "a_b.example.com:8443")
                        .map(ChatNotice::defused))
                .containsExactly("shop.example.com:443", "\uff3fdmarc.example.com:443", "a_b.example.com:8443");
        assertThat(ChatNotice.defused("HANDSHAKE_FAILED at 10:00:00, 3 of 8"))
                .isEqualTo("HANDSHAKE_FAILED at 10:00:00, 3 of 8");
    }

    @Test
    void everySnsMessageStaysWithinTheLimits() {
        assertThat(published(HostileNotices.all().map(OutgoingMessage::of).toList()))
                .allSatisfy(NoticeLimitsTest::fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "\u4e16", "\ud835\udd4f", "x"})
    void theLargestNoticeAndTheLargestDigestFit(String character) {
        List<AlertNotice> largest = IntStream.range(0, 200)
                .mapToObj(number -> HostileNotices.largest(character.repeat(400), number))
                .toList();
        List<OutgoingMessage> digests = DigestPolicy.messages(largest);

        assertThat(published(List.of(OutgoingMessage.of(largest.getFirst())))).allSatisfy(NoticeLimitsTest::fits);
        assertThat(published(digests)).hasSameSizeAs(digests).allSatisfy(NoticeLimitsTest::fits);
        assertThat(digests.stream().mapToInt(digest -> digest.notices().size()).sum())
                .isEqualTo(200);
    }

    @Test
    void attributeNamesAndValuesAreValidForSns() {
        assertThat(published(HostileNotices.all().map(OutgoingMessage::of).toList()))
                .allSatisfy(entry -> assertThat(entry.messageAttributes()).allSatisfy((name, value) -> {
                    assertThat(name).matches("[A-Za-z0-9_.-]{1,256}");
                    assertThat(value.stringValue()).isNotEmpty();
                }));
    }

    @BeforeEach
    void aStubOfAwsAndOfFleetThatPrintTheirArguments() throws IOException {
        for (String name : List.of("aws", "fleet")) {
            Path stub = directory.resolve(name);
            Files.writeString(stub, "#!/bin/sh\nprintf '%s\\036' \"$@\"\n");
            assertThat(stub.toFile().setExecutable(true)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example.com:443",
                "192.0.2.7:8443",
                "[2001:db8::7]:443",
                "_tls.example.com:443",
            })
    void thePastedCommandsProbeTheTarget(String target) throws Exception {
        List<String> commands = CLOSER.commands(SampleNotices.expired(target).build());

        JsonNode event = invoked(pasted(commands.getFirst()));
        assertThat(event).isEqualTo(JSON.readTree("""
                {"action": "probe", "targets": ["%s"], "store": false, "alert": false}""".formatted(target)));
        assertThat(pasted(commands.getLast())).containsExactly("probe", target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "2001:db8::7", "lb.example.net"})
    void thePastedCommandsProbeTheTargetUnderItsServerName(String host) throws Exception {
        String address = (host.contains(":") ? "[" + host + "]" : host) + ":8443";
        List<String> commands = CLOSER.commands(
                SampleNotices.expired(address + "/www.example.com").build());

        JsonNode target = invoked(pasted(commands.getFirst())).path("targets").path(0);
        assertThat(target).isEqualTo(JSON.readTree("""
                {"host": "%s", "port": 8443, "serverName": "www.example.com"}""".formatted(host)));
        assertThat(pasted(commands.getLast())).containsExactly("probe", "--server-name", "www.example.com", address);
    }

    @Test
    void aPortOfAStarttlsProtocolIsProbedWithThatProtocol() throws Exception {
        List<String> commands = CLOSER.commands(
                SampleNotices.unreachable("mail.example.org:587").build());
        List<String> named = CLOSER.commands(
                SampleNotices.unreachable("192.0.2.7:5432/db.example.org").build());

        assertThat(invoked(pasted(commands.getFirst())).path("targets").path(0).asText())
                .isEqualTo("smtp://mail.example.org:587");
        assertThat(pasted(commands.getLast())).containsExactly("probe", "smtp://mail.example.org:587");
        assertThat(invoked(pasted(named.getFirst()))
                        .path("targets")
                        .path(0)
                        .path("protocol")
                        .asText())
                .isEqualTo("postgres");
    }

    @Test
    void theCommandNamesARegionThatSeesTheProblemIfOneIsKnown() {
        AlertNotice seen =
                SampleNotices.expired("a.example:443").regional("us-east-1").build();
        AlertNotice unknown = SampleNotices.expired("a.example:443")
                .regions(Map.of())
                .region("")
                .build();

        assertThat(CLOSER.commands(seen).getFirst()).contains(" --region us-east-1 ");
        assertThat(CLOSER.commands(unknown).getFirst()).startsWith("aws lambda invoke --function-name ");
    }

    @Test
    void targetWithANameIsProbedAgainAsTheCatalogHasIt() {
        AlertNotice notice = SampleNotices.expired("Shop-RSA").build();

        assertThat(CLOSER.commands(notice))
                .singleElement()
                .asString()
                .startsWith("aws lambda invoke --region ")
                .contains(
                        "{\"action\":\"probe\",\"targets\":[{\"name\":\"Shop-RSA\"}],\"store\":false,\"alert\":false}");
        assertThat(FollowUpCommands.BY_COMMAND.commands(notice))
                .containsExactly("echo '{\"action\":\"probe\",\"targets\":[{\"name\":\"Shop-RSA\"}],\"store\":false,"
                        + "\"alert\":false}' | ./fleet invoke -");
    }

    @Test
    void aHostileNameStaysOneArgumentOfACommand() throws Exception {
        FollowUpCommands hostile = new FollowUpCommands(Optional.of("f'; touch pwned; '"));
        for (String name : List.of(
                "'; touch pwned; echo '",
                "$(touch pwned)",
                "`touch pwned`",
                "a\ntouch pwned\n",
                "\"\\\"; touch pwned #",
                "*")) {
            String target = name + ":443/" + name;
            for (String command : hostile.commands(SampleNotices.expired(target)
                    .regions(Map.of(name, Severity.CRITICAL))
                    .build())) {
                assertThat(command.lines()).hasSize(1);
                List<String> words = pasted(command);
                assertThat(words).hasSize(command.startsWith("aws") ? 11 : 4);
                if (command.startsWith("aws")) {
                    assertThat(JSON.readTree(words.get(9))
                                    .path("targets")
                                    .path(0)
                                    .path("serverName")
                                    .asText())
                            .isEqualTo(name);
                }
            }
        }
        assertThat(directory.resolve("pwned")).doesNotExist();
    }

    /** The arguments that the stub of a command received. */
    private List<String> pasted(String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).directory(directory.toFile());
        shell.environment().merge("PATH", directory + ":", (path, stubs) -> stubs + path);
        shell.redirectErrorStream(true);
        Process process = shell.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).endsWith("\u001e");
        return Arrays.asList(printed.substring(0, printed.length() - 1).split("\u001e", -1));
    }

    private static JsonNode invoked(List<String> words) {
        assertThat(words)
                .startsWith("lambda", "invoke", "--region", "eu-west-1", "--function-name", "handshake-fleet-probe")
                .containsSubsequence("--cli-binary-format", "raw-in-base64-out", "--payload")
                .endsWith("/dev/stdout")
                .hasSize(11);
        return parsed(words.get(9));
    }

    private static List<String> shown(JsonNode chat) {
        JsonNode content = chat.path("content");
        List<String> shown = new ArrayList<>(List.of(
                content.path("title").asText(),
                content.path("description").asText(),
                chat.path("metadata").path("summary").asText()));
        content.path("nextSteps").forEach(step -> shown.add(step.asText()));
        content.path("keywords").forEach(word -> shown.add(word.asText()));
        chat.path("metadata").path("relatedResources").forEach(resource -> shown.add(resource.asText()));
        return shown;
    }

    private static List<String> codeSpans(String text) {
        return Pattern.compile("`([^`\n]*)`")
                .matcher(text)
                .results()
                .map(span -> span.group(1))
                .toList();
    }

    private static String withoutOurMarkup(String text) {
        return text.replaceAll("`[^`\n]*`", "code").replaceAll("(?m)^(Was: )?\\*(CRITICAL|WARNING)\\* ", "");
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(notJson);
        }
    }

    private static void fits(PublishBatchRequestEntry entry) {
        int attributes = entry.messageAttributes().entrySet().stream()
                .mapToInt(attribute -> bytes(attribute.getKey())
                        + bytes(attribute.getValue().dataType())
                        + bytes(attribute.getValue().stringValue()))
                .sum();
        assertThat(bytes(entry.message()) + bytes(entry.subject()) + attributes).isLessThanOrEqualTo(MOST_BYTES);
        JsonNode message = parsed(entry.message());
        assertThat(parsed(message.path("default").asText()).path("source").asText())
                .isEqualTo("custom");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<PublishBatchRequestEntry> published(List<OutgoingMessage> messages) {
        List<PublishBatchRequestEntry> published = new ArrayList<>();
        SnsClient client = new SnsClient() {
            @Override
            public PublishBatchResponse publishBatch(PublishBatchRequest request) {
                published.addAll(request.publishBatchRequestEntries());
                return PublishBatchResponse.builder()
                        .successful(request.publishBatchRequestEntries().stream()
                                .map(entry -> PublishBatchResultEntry.builder()
                                        .id(entry.id())
                                        .build())
                                .toList())
                        .build();
            }

            @Override
            public String serviceName() {
                return "sns";
            }

            @Override
            public void close() {}
        };
        assertThat(new SnsNotifier(client, "arn:aws:sns:eu-west-1:123456789012:alerts", CLOSER).send(messages))
                .isEmpty();
        return published;
    }
}
