package dev.handshakefleet.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many notices at once. */
class DigestPolicyTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void tenNoticesAreTenMessages() {
        assertThat(DigestPolicy.messages(opened(10))).hasSize(10).noneMatch(OutgoingMessage::isDigest);
    }

    @Test
    void elevenNoticesAreOneDigest() {
        List<OutgoingMessage> messages = DigestPolicy.messages(opened(11));

        assertThat(messages).singleElement().satisfies(digest -> {
            assertThat(digest.isDigest()).isTrue();
            assertThat(Digest.subject(digest))
                    .startsWith("11 alerts opened at once, worst CRITICAL: node0.example.com:443");
        });
    }

    @Test
    void noNoticesAreNoMessage() {
        assertThat(DigestPolicy.messages(List.of())).isEmpty();
    }

    @Test
    void onlyTheKindWithManyNoticesBecomesADigestAndTheOthersComeFirst() {
        List<AlertNotice> notices = new ArrayList<>(opened(12));
        notices.add(
                3,
                SampleNotices.slow("slow1.example.com:443")
                        .change(Change.WORSENED, Severity.WARNING, Severity.CRITICAL)
                        .build());
        notices.add(
                7,
                SampleNotices.slow("slow2.example.com:443")
                        .change(Change.WORSENED, Severity.WARNING, Severity.CRITICAL)
                        .build());

        List<OutgoingMessage> messages = DigestPolicy.messages(notices);

        assertThat(messages.subList(0, 2))
                .noneMatch(OutgoingMessage::isDigest)
                .extracting(message -> message.first().targetId())
                .containsExactly("slow1.example.com:443", "slow2.example.com:443");
        assertThat(messages.subList(2, messages.size()))
                .singleElement()
                .satisfies(digest -> assertThat(digest.notices()).hasSize(12));
    }

    @Test
    void twoKindsWithManyNoticesAreTwoDigests() {
        List<AlertNotice> notices = new ArrayList<>(opened(11));
        opened(11)
                .forEach(notice -> notices.add(SampleNotices.unreachable(notice.targetId())
                        .id(notice.targetId() + "#8#availability")
                        .resolved(Duration.ofMinutes(5), "The handshake succeeds again, in 20.1 ms.")
                        .build()));

        assertThat(DigestPolicy.messages(notices))
                .hasSize(2)
                .extracting(Digest::subject)
                .satisfiesExactly(
                        opened -> assertThat(opened).startsWith("11 alerts opened at once, worst CRITICAL: "),
                        resolved -> assertThat(resolved).startsWith("11 alerts are OK again: "));
    }

    @Test
    void aThousandAlertsAreAFewMessagesThatNameThemAll() throws IOException {
        List<AlertNotice> notices = opened(1_000);

        List<OutgoingMessage> messages = DigestPolicy.messages(notices);

        assertThat(messages).hasSizeLessThanOrEqualTo(6).allMatch(OutgoingMessage::isDigest);
        List<String> listed = new ArrayList<>();
        for (OutgoingMessage digest : messages) {
            JsonNode alerts = machineList(digest);
            alerts.forEach(alert -> listed.add(alert.path("id").asText()));
            digest.notices()
                    .forEach(notice ->
                            assertThat(Digest.email(digest)).contains("\n" + notice.targetId() + " CRITICAL: "));
        }
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        notices.stream().map(AlertNotice::id).toList());
    }

    @Test
    void theMachineListHasTheFieldsOfEachSingleMessage() throws IOException {
        OutgoingMessage digest = DigestPolicy.messages(opened(11)).getFirst();

        JsonNode first = machineList(digest).get(0);
        JsonNode alone = ChatNotice.of(digest.first(), FollowUpCommands.BY_COMMAND)
                .path("metadata")
                .path("additionalContext");
        assertThat(first.properties())
                .hasSize(8)
                .allSatisfy(field -> assertThat(field.getValue()).isEqualTo(alone.path(field.getKey())));
    }

    @Test
    void aDigestHasTheSameIdInWhateverOrderItsNoticesCome() {
        List<AlertNotice> notices = new ArrayList<>(opened(20));
        String id = DigestPolicy.messages(notices).getFirst().id();
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(notices, random);
            assertThat(DigestPolicy.messages(notices).getFirst().id()).isEqualTo(id);
        }
        assertThat(new OutgoingMessage(notices).id()).isEqualTo(id);
        assertThat(DigestPolicy.messages(opened(19)).getFirst().id()).isNotEqualTo(id);
    }

    @Test
    void theWorstComeFirst() {
        List<AlertNotice> notices = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            notices.add(SampleNotices.unreachable("node" + number + ".example.com:443")
                    .change(Change.OPENED, Severity.OK, number == 7 ? Severity.CRITICAL : Severity.WARNING)
                    .build());
        }

        assertThat(DigestPolicy.messages(notices).getFirst().first().targetId()).isEqualTo("node7.example.com:443");
    }

    @Test
    void commonFactsComeFirst() {
        List<AlertNotice> notices = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            notices.add(SampleNotices.unreachable("node" + number + ".example.com:443")
                    .regions(Map.of("eu-west-1", Severity.CRITICAL, "us-east-1", Severity.OK))
                    .tags(Map.of("rack", number < 9 ? "r1" : "r2"))
                    .build());
        }

        assertThat(Digest.email(DigestPolicy.messages(notices).getFirst())).contains("""
                  Seen from: eu-west-1 (all)
                  Check:     availability (all)
                  Code:      HANDSHAKE_FAILED (all)
                  Tag rack:  r1 (9), r2 (3)
                """);
    }

    @Test
    void aChatWithoutRoomForTheListCountsTheRest() {
        OutgoingMessage digest = DigestPolicy.messages(opened(200)).getFirst();

        String description =
                Digest.chat(digest).path("content").path("description").asText();

        long shown = description
                .lines()
                .filter(line -> line.contains("CRITICAL: HANDSHAKE_FAILED"))
                .count();
        assertThat(shown).isBetween(50L, 199L);
        assertThat(description)
                .hasSizeLessThanOrEqualTo(8_000)
                .endsWith("and " + (digest.notices().size() - shown) + " more: the email lists them all\n");
    }

    private static JsonNode machineList(OutgoingMessage digest) throws IOException {
        return JSON.readTree(Digest.chat(digest)
                .path("metadata")
                .path("additionalContext")
                .path("alerts")
                .asText());
    }

    private static List<AlertNotice> opened(int many) {
        return IntStream.range(0, many)
                .mapToObj(number -> SampleNotices.unreachable("node" + number + ".example.com:443")
                        .build())
                .toList();
    }
}
