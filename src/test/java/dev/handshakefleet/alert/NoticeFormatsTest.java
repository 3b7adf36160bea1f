package dev.handshakefleet.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.alert.AlertNotice.Change;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NoticeFormatsTest {

    private static final Instant SINCE = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void theEmailSaysWhatSinceWhenWhereAndWhatToDo() {
        assertThat(NoticeText.email(opened("example.com:443", "Leaf certificate expired 3 days ago (2026-11-20).")))
                .isEqualTo("""
                        example.com:443 CRITICAL: CERT_EXPIRED

                        Was:      OK, is now CRITICAL
                        Since:    2026-11-23T10:00:00Z
                        Seen at:  2026-11-23T10:00:00Z from eu-west-1
                        Regions:  eu-west-1 CRITICAL, us-east-1 OK
                        Times:    connect 11.0 ms, tls 24.9 ms
                        Tags:     team=web

                        CRITICAL CERT_EXPIRED: Leaf certificate expired 3 days ago (2026-11-20).
                          Renew it now.

                        Look closer: ./fleet probe example.com:443
                        Notice example.com:443#1
                        """);
    }

    @Test
    void aResolvedAlertSaysHowLongItLasted() {
        AlertNotice resolved = notice(
                "example.com:443", Change.RESOLVED, Severity.OK, List.of(), SINCE.plus(Duration.ofMinutes(1_570)));

        assertThat(NoticeText.subject(resolved)).isEqualTo("example.com:443 OK again");
        assertThat(NoticeText.email(resolved)).contains("(it lasted 1 d 2 h 10 min)");
        assertThat(NoticeText.sms(resolved)).isEqualTo("example.com:443 OK again. it lasted 1 d 2 h 10 min");
        assertThat(ChatNotice.of(resolved).path("content").path("description").asText())
                .contains("Nothing is wrong any more");
    }

    @Test
    void subjectAndSmsKeepToTheirChannelsWhateverTheName() {
        String host = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".example:443";
        AlertNotice hostile = opened(host, "für\u0000\n\u202E" + "x".repeat(5_000));

        assertThat(NoticeText.subject(hostile))
                .hasSizeLessThanOrEqualTo(100)
                .matches("[ -~]+")
                .startsWith("aaa");
        assertThat(NoticeText.sms(hostile)).hasSizeLessThanOrEqualTo(140).matches("[ -~]+");
        assertThat(NoticeText.email(hostile)).doesNotContain("\u0000", "\u202E").hasSizeLessThan(2_000);
    }

    @Test
    void theChatMessageFollowsTheCustomNotificationSchema() {
        JsonNode chat = ChatNotice.of(opened("example.com:443", "Leaf certificate expired."));

        assertThat(chat.path("version").asText()).isEqualTo("1.0");
        assertThat(chat.path("source").asText()).isEqualTo("custom");
        assertThat(chat.path("id").asText()).isEqualTo("example.com:443#1");
        assertThat(chat.path("content").path("textType").asText()).isEqualTo("client-markdown");
        assertThat(chat.path("content").path("title").asText())
                .isEqualTo(":red_circle: example.com:443 CRITICAL: CERT_EXPIRED");
        assertThat(chat.path("content").path("nextSteps").get(0).asText()).isEqualTo("Renew it now.");
        assertThat(chat.path("metadata").path("threadId").asText()).isEqualTo("example.com:443@2026-11-23T10:00:00Z");
        JsonNode fields = chat.path("metadata").path("additionalContext");
        assertThat(fields.properties())
                .allSatisfy(field -> assertThat(field.getValue().isTextual()).isTrue());
        assertThat(fields.path("severity").asText()).isEqualTo("CRITICAL");
        assertThat(fields.path("tlsMillis").asText()).isEqualTo("24.870");
        assertThat(fields.path("tag.team").asText()).isEqualTo("web");
    }

    @Test
    void whatAPeerChoseCannotMarkUpMentionOrLink() {
        String hostile = "CN=<!channel> *bold* `code` [click](https://evil.example) @here |";

        JsonNode content = ChatNotice.of(opened("example.com:443", hostile)).path("content");

        assertThat(content.path("description").asText().lines().findFirst().orElseThrow())
                .startsWith("*CRITICAL* `CERT_EXPIRED` CN=")
                .doesNotContain("<", ">", "*bold", "`code", "[click", "://", "@here", "|");
    }

    @Test
    void everyAlertHasOneThreadFromOpenedToResolved() {
        AlertNotice opened = opened("example.com:443", "x");
        AlertNotice resolved =
                notice("example.com:443", Change.RESOLVED, Severity.OK, List.of(), SINCE.plusSeconds(60));

        assertThat(thread(opened)).isEqualTo(thread(resolved));
    }

    @Test
    void aNoticeWithAServerNameSaysHowToProbeIt() {
        assertThat(NoticeText.email(opened("192.0.2.7:443/www.example.com", "x")))
                .contains("./fleet probe --server-name www.example.com 192.0.2.7:443");
    }

    private static String thread(AlertNotice notice) {
        return ChatNotice.of(notice).path("metadata").path("threadId").asText();
    }

    private static AlertNotice opened(String target, String message) {
        Finding finding = new Finding(FindingCode.CERT_EXPIRED, Severity.CRITICAL, message, "Renew it now.");
        return notice(target, Change.OPENED, Severity.CRITICAL, List.of(finding), SINCE);
    }

    private static AlertNotice notice(
            String target, Change change, Severity severity, List<Finding> findings, Instant at) {
        return new AlertNotice(
                target + "#1",
                target,
                change,
                severity,
                change == Change.OPENED ? Severity.OK : Severity.CRITICAL,
                "eu-west-1",
                new TreeMap<>(Map.of("eu-west-1", severity, "us-east-1", Severity.OK)),
                findings,
                SINCE,
                at,
                Map.of(Phase.CONNECT, Duration.ofNanos(11_034_000), Phase.TLS, Duration.ofNanos(24_870_000)),
                new TreeMap<>(Map.of("team", "web")),
                0);
    }
}
