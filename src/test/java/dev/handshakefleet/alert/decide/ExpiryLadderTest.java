package dev.handshakefleet.alert.decide;

import static dev.handshakefleet.verdict.Severity.CRITICAL;
import static dev.handshakefleet.verdict.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import org.junit.jupiter.api.Test;

/** Escalations of an expiring certificate that the regions report one after the other. */
class ExpiryLadderTest {

    @Test
    void anEscalationThatAlsoWorsensIsOneNotice() {
        AlertScenario scenario = AlertScenario.begins();
        everywhere(scenario, 0, WARNING, 1);
        everywhere(scenario, 5, WARNING, 2);
        everywhere(scenario, 10, CRITICAL, 3);
        everywhere(scenario, 15, CRITICAL, 4);

        assertThat(scenario.messages())
                .containsExactly("opened WARNING", "escalated WARNING", "worsened CRITICAL", "escalated CRITICAL");
    }

    @Test
    void aRegionalCertificateFindingEscalatesToo() {
        AlertScenario scenario = AlertScenario.begins().reports("us", -2).reports("ap", -1);
        for (int rung = 1; rung <= 4; rung++) {
            int minute = 5 * rung;
            scenario.finds("eu", minute, AlertScenario.finding(Check.LEAF, rung < 3 ? WARNING : CRITICAL, rung))
                    .run("us", minute + 1, Check.LEAF, Severity.OK)
                    .run("ap", minute + 2, Check.LEAF, Severity.OK);
        }

        assertThat(scenario.messages())
                .containsExactly(
                        "opened WARNING regional",
                        "escalated WARNING regional",
                        "escalated WARNING regional",
                        "escalated WARNING regional");
    }

    private static void everywhere(AlertScenario scenario, int minute, Severity severity, int rung) {
        scenario.reports("us", -2).reports("ap", -1);
        scenario.finds("eu", minute, AlertScenario.finding(Check.LEAF, severity, rung))
                .finds("us", minute + 1, AlertScenario.finding(Check.LEAF, severity, rung))
                .finds("ap", minute + 2, AlertScenario.finding(Check.LEAF, severity, rung));
    }
}
