package dev.handshakefleet.alert.decide;

import static dev.handshakefleet.verdict.Severity.CRITICAL;
import static dev.handshakefleet.verdict.Severity.OK;
import static dev.handshakefleet.verdict.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The notices of a flapping alert. */
class FlappingTest {

    private static final Check TLS = Check.sla(Phase.TLS);
    private static final int UP_AND_DOWN = 20;

    @Test
    void theResolutionOfAFlappingAlertHasTheIdOfItsFirstNotice() {
        AlertScenario scenario = AlertScenario.begins();
        flap(scenario, 6, WARNING);
        stays(scenario, 6 * UP_AND_DOWN, OK);

        assertThat(scenario.messages())
                .containsExactly(
                        "opened WARNING",
                        "resolved OK",
                        "opened WARNING",
                        "resolved OK",
                        "flapping WARNING",
                        "resolved OK");
        List<AlertNotice> notices = scenario.notices;
        assertThat(notices.getLast().alertId()).isEqualTo(notices.get(4).alertId());
    }

    @Test
    void aFlappingAlertThatGetsWorseSendsANoticeAtOnce() {
        AlertScenario scenario = AlertScenario.begins();
        flap(scenario, 4, WARNING);
        stays(scenario, 4 * UP_AND_DOWN, CRITICAL);

        assertThat(scenario.messages()).endsWith("flapping WARNING", "worsened CRITICAL", "settled CRITICAL");
        assertThat(scenario.notices.get(5).at()).isEqualTo(AlertScenario.at(4 * UP_AND_DOWN + 5));
    }

    @Test
    void flappingDuringASilenceIsSentWhenTheSilenceEnds() {
        AlertScenario scenario = AlertScenario.begins().silenced((target, tags, check) -> Optional.of("maintenance"));
        flap(scenario, 4, WARNING);
        assertThat(scenario.messages()).isEmpty();

        scenario.silenced(SilenceLookup.NONE);
        flap(scenario, 4, 6, WARNING);
        assertThat(scenario.messages()).containsExactly("flapping WARNING");
    }

    private static void flap(AlertScenario scenario, int times, Severity severity) {
        flap(scenario, 0, times, severity);
    }

    private static void flap(AlertScenario scenario, int from, int to, Severity severity) {
        for (int minute = from * UP_AND_DOWN; minute < to * UP_AND_DOWN; minute += 5) {
            scenario.run("eu", minute, TLS, minute % UP_AND_DOWN < UP_AND_DOWN / 2 ? severity : OK);
        }
    }

    private static void stays(AlertScenario scenario, int from, Severity severity) {
        for (int minute = from; minute < from + 120; minute += 5) {
            scenario.run("eu", minute, TLS, severity);
        }
    }
}
