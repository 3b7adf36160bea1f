package dev.handshakefleet.alert.decide;

import static dev.handshakefleet.verdict.Severity.CRITICAL;
import static dev.handshakefleet.verdict.Severity.OK;
import static dev.handshakefleet.verdict.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import org.junit.jupiter.api.Test;

/** A problem is one notice, although the regions report it one after the other. */
class OneMessageAProblemTest {

    private static final Check TLS = Check.sla(Phase.TLS);

    @Test
    void aWarningInOneRegionAndACriticalInOthersIsOneNotice() {
        AlertScenario scenario = AlertScenario.begins().reports("us", -4).reports("ap", -3);
        for (int minute = 0; minute <= 10; minute += 5) {
            scenario.run("eu", minute, TLS, WARNING)
                    .run("us", minute + 1, TLS, CRITICAL)
                    .run("ap", minute + 2, TLS, CRITICAL);
        }

        assertThat(scenario.messages()).containsExactly("opened CRITICAL");
        assertThat(scenario.notices.getFirst().at()).isEqualTo(AlertScenario.at(7));
    }

    @Test
    void aWarningOfAllRegionsIsSentWhenTheLastRegionHasReported() {
        AlertScenario scenario = AlertScenario.begins().reports("us", -4).reports("ap", -3);
        for (int minute = 0; minute <= 10; minute += 5) {
            scenario.run("eu", minute, TLS, WARNING)
                    .run("us", minute + 1, TLS, WARNING)
                    .run("ap", minute + 2, TLS, WARNING);
        }

        assertThat(scenario.messages()).containsExactly("opened WARNING");
        assertThat(scenario.notices.getFirst().at()).isEqualTo(AlertScenario.at(7));
    }

    @Test
    void aResolutionNamesNoRegionThatSeesTheProblem() {
        AlertScenario scenario = AlertScenario.begins().reports("us", -4).reports("ap", -3);
        for (int minute = 0; minute <= 20; minute += 5) {
            scenario.run("eu", minute, TLS, minute == 20 ? WARNING : OK)
                    .run("us", minute + 1, TLS, minute < 10 ? WARNING : OK)
                    .run("ap", minute + 2, TLS, minute < 15 ? WARNING : OK);
        }

        assertThat(scenario.messages()).containsExactly("opened WARNING", "resolved OK");
        assertThat(scenario.notices.getLast().at()).isEqualTo(AlertScenario.at(22));
        assertThat(scenario.notices.getLast().seenFrom()).isEmpty();
    }
}
