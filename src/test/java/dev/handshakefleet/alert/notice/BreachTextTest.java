package dev.handshakefleet.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A notice writes the measured time, the limit and the difference so that they agree in every line. */
class BreachTextTest {

    private static final FollowUpCommands FOLLOW_UP = new FollowUpCommands(Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "PT0.5123S,      PT0.3S,    512.3,      300,     212.3,    512.3,      512.300",
        "PT0.352S,       PT0.3S,    352,        300,     52,       352.0,      352.000",
        "PT0.30004S,     PT0.3S,    300.04,     300,     0.04,     300.04,     300.040",
        "PT0.3000004S,   PT0.3S,    300.0004,   300,     0.0004,   300.0004,   300.0004",
        "PT0.300000001S, PT0.3S,    300.000001, 300,     0.000001, 300.000001, 300.000001",
        "PT0.0015004S,   PT0.0015S, 1.5004,     1.5,     0.0004,   1.5004,     1.5004",
        "PT2H,           PT1H,      7200000,    3600000, 3600000,  7200000.0,  7200000.000",
        "PT1H0.00004S,   PT1H,      3600000.04, 3600000, 0.04,     3600000.04, 3600000.040",
    })
    void valueLimitAndDifferenceAgreeInEveryLine(
            Duration took,
            Duration limit,
            String value,
            String limitText,
            String over,
            String inTimes,
            String forMachines) {
        AlertNotice notice = SampleNotices.opened("shop.example.com:443", Check.sla(Phase.TLS))
                .finding(SampleNotices.slow(Severity.CRITICAL, took, limit))
                .phases(Map.of(Phase.TLS, took))
                .build();
        String sentence = "took " + value + " ms, critical limit " + limitText + " ms.";
        String difference = "tls: " + over + " ms over the limit of " + limitText + " ms\n";

        assertThat(NoticeText.email(notice, FOLLOW_UP))
                .contains(sentence, difference, "Times:     tls " + inTimes + " ms (");
        assertThat(NoticeText.sms(notice)).contains(sentence);
        JsonNode chat = ChatNotice.of(notice, FOLLOW_UP);
        assertThat(chat.path("content").path("description").asText())
                .contains(sentence, difference, "Times: tls " + inTimes + " ms (");
        JsonNode context = chat.path("metadata").path("additionalContext");
        assertThat(context.path("tookMillis").asText()).isEqualTo(forMachines);
        assertThat(context.path("tlsMillis").asText()).isEqualTo(forMachines);
        assertThat(context.path("limitMillis").asText()).isNotEqualTo(forMachines);
    }
}
