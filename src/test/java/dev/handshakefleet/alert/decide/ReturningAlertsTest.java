package dev.handshakefleet.alert.decide;

import static dev.handshakefleet.verdict.Severity.CRITICAL;
import static dev.handshakefleet.verdict.Severity.OK;
import static dev.handshakefleet.verdict.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.verdict.Check;
import org.junit.jupiter.api.Test;

/** A problem that returns after an earlier alert of the same check was resolved. */
class ReturningAlertsTest {

    private static final int A_DAY = 24 * 60;

    @Test
    void aRegionalProblemIsRegionalWhenItReturns() {
        AlertScenario scenario = AlertScenario.begins();
        for (int begin : new int[] {0, A_DAY}) {
            scenario.reports("us", begin - 3).reports("ap", begin - 2);
            oneRegionSeesIt(scenario, begin);
        }

        assertThat(scenario.messages())
                .containsExactly("opened WARNING regional", "resolved OK", "opened WARNING regional", "resolved OK");
    }

    @Test
    void aFailedRunAtTheEndOfAnAlertDoesNotCountForTheNextAlert() {
        AlertScenario scenario = AlertScenario.begins().reports("us", -3);
        for (int minute = 0; minute < 10; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, CRITICAL);
        }
        scenario.run("eu", 10, Check.AVAILABILITY, OK).run("us", 11, Check.AVAILABILITY, OK);
        scenario.run("us", 12, Check.AVAILABILITY, OK).run("us", 13, Check.AVAILABILITY, CRITICAL);
        scenario.run("eu", 15, Check.AVAILABILITY, OK);
        assertThat(scenario.messages()).containsExactly("opened CRITICAL", "resolved OK");

        scenario.run("us", A_DAY, Check.AVAILABILITY, CRITICAL).run("us", A_DAY + 5, Check.AVAILABILITY, OK);
        assertThat(scenario.messages()).hasSize(2);
    }

    @Test
    void everyRolloutSendsANoticeOfItsProgress() {
        AlertScenario scenario = AlertScenario.begins();
        for (int renewal = 0; renewal < 2; renewal++) {
            int begin = 30 * A_DAY * renewal;
            ServedLeaf old = AlertScenario.leafUntil(10 + 30 * renewal);
            ServedLeaf renewed = AlertScenario.leafUntil(40 + 30 * renewal);
            scenario.leaf("eu", begin, "192.0.2.1", old, WARNING).leaf("eu", begin + 5, "192.0.2.2", old, WARNING);
            scenario.leaf("eu", begin + 10, "192.0.2.1", renewed, OK).leaf("eu", begin + 15, "192.0.2.2", renewed, OK);
        }

        assertThat(scenario.messages())
                .containsExactly(
                        "opened WARNING",
                        "progressed WARNING",
                        "resolved OK",
                        "opened WARNING",
                        "progressed WARNING",
                        "resolved OK");
    }

    private static void oneRegionSeesIt(AlertScenario scenario, int begin) {
        for (int minute = begin; minute < begin + 30; minute += 5) {
            scenario.run("eu", minute, Check.LEAF, minute < begin + 15 ? CRITICAL : OK)
                    .run("us", minute + 1, Check.LEAF, OK)
                    .run("ap", minute + 2, Check.LEAF, OK);
        }
    }
}
