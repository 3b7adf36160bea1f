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

/** What is told of an alert that comes and goes. */
class FlappingTest {

    private static final Check TLS = Check.sla(Phase.TLS);
    private static final int UP_AND_DOWN = 20;

    @Test
    void itsEndIsToldUnderTheIdThatPeopleKnow() {
        AlertScenario story = AlertScenario.begins();
        flap(story, 6, WARNING);
        stays(story, 6 * UP_AND_DOWN, OK);

        assertThat(story.messages())
                .containsExactly(
                        "opened WARNING",
                        "resolved OK",
                        "opened WARNING",
                        "resolved OK",
                        "flapping WARNING",
                        "resolved OK");
        List<AlertNotice> told = story.told;
        assertThat(told.getLast().alertId()).isEqualTo(told.get(4).alertId());
    }

    @Test
    void whatIsWorseThanWhatFlapsIsToldAtOnce() {
        AlertScenario story = AlertScenario.begins();
        flap(story, 4, WARNING);
        stays(story, 4 * UP_AND_DOWN, CRITICAL);

        assertThat(story.messages()).endsWith("flapping WARNING", "worsened CRITICAL", "settled CRITICAL");
        assertThat(story.told.get(5).at()).isEqualTo(AlertScenario.at(4 * UP_AND_DOWN + 5));
    }

    @Test
    void whatFlapsBehindASilenceIsToldToFlapWhenItEnds() {
        AlertScenario story = AlertScenario.begins().silenced((target, tags, check) -> Optional.of("maintenance"));
        flap(story, 4, WARNING);
        assertThat(story.messages()).isEmpty();

        story.silenced(SilenceLookup.NONE);
        flap(story, 4, 6, WARNING);
        assertThat(story.messages()).containsExactly("flapping WARNING");
    }

    private static void flap(AlertScenario story, int times, Severity severity) {
        flap(story, 0, times, severity);
    }

    private static void flap(AlertScenario story, int from, int to, Severity severity) {
        for (int minute = from * UP_AND_DOWN; minute < to * UP_AND_DOWN; minute += 5) {
            story.run("eu", minute, TLS, minute % UP_AND_DOWN < UP_AND_DOWN / 2 ? severity : OK);
        }
    }

    private static void stays(AlertScenario story, int from, Severity severity) {
        for (int minute = from; minute < from + 120; minute += 5) {
            story.run("eu", minute, TLS, severity);
        }
    }
}
