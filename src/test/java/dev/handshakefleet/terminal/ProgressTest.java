package dev.handshakefleet.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The clock is set, and nothing is told but by the test. */
class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5);
    private final StringWriter written = new StringWriter();

    @Test
    void workUnderASecondIsNotToldAbout() {
        for (boolean onTerminal : new boolean[] {true, false}) {
            Progress progress = progress(10, onTerminal, 80);
            now.addAndGet(SECOND - 1);
            progress.at(9);
            progress.tell();
            progress.close();
        }

        assertThat(written.toString()).isEmpty();
    }

    @Test
    void barHasRateAndTimeLeftAndIsErasedAtTheEnd() {
        Progress progress = progress(10_000, true, 80);
        now.addAndGet(4 * SECOND);
        progress.at(2_500);
        progress.tell();

        assertThat(written.toString())
                .isEqualTo("\rprobing  [######-------------------]  2,500 of 10,000 targets, 625/s, 12 s left");

        progress.close();
        assertThat(written.toString().substring(written.toString().lastIndexOf('[')))
                .endsWith("\r" + " ".repeat(79) + "\r");
    }

    @Test
    void barFitsANarrowTerminal() {
        Progress progress = progress(10_000, true, 40);
        now.addAndGet(4 * SECOND);
        progress.at(2_500);
        progress.tell();

        assertThat(written.toString().strip()).hasSizeLessThan(40).startsWith("probing  2,500 of 10,000");
    }

    @Test
    void shorterTextLeavesNothingOfALongerOne() {
        Progress progress = progress(0, true, 80);
        progress.at(100_000);
        now.addAndGet(61 * SECOND);
        progress.tell();
        assertThat(written.toString()).isEqualTo("\rprobing  100,000 targets  1 min 1 s");
        progress.close();

        assertThat(written.toString())
                .endsWith("\r" + " ".repeat("probing  100,000 targets  1 min 1 s".length()) + "\r");
    }

    @Test
    void namedStepStandsBeforeTheBarAndTheOneBeforeItIsDone() {
        Progress progress = progress(4, true, 80);
        progress.step("cold: round 1 of 2");
        now.addAndGet(10 * SECOND);
        progress.step("cold: round 2 of 2");
        progress.tell();

        assertThat(written.toString())
                .isEqualTo("\rcold: round 2 of 2  [#####------------------]  1 of 4 targets, 0.1/s, 30 s left");
    }

    @Test
    void namedStepIsALineOfItsOwnAtOnceWhereOutputIsPiped() {
        Progress progress = progress(2, false, 80);
        progress.step("cold: round 1 of 2");
        assertThat(written.toString()).isEqualTo("fleet: cold: round 1 of 2" + System.lineSeparator());

        now.addAndGet(2 * SECOND);
        progress.step("cold: round 2 of 2");
        progress.tell();
        progress.close();

        assertThat(written.toString().lines())
                .containsExactly(
                        "fleet: cold: round 1 of 2",
                        "fleet: cold: round 2 of 2",
                        "fleet: probing: 2 of 2 targets in 2 s");
    }

    @Test
    void pipedOutputGetsALineForEachTenth() {
        Progress progress = progress(1_000, false, 80);
        now.addAndGet(2 * SECOND);
        progress.at(99);
        progress.tell();
        progress.at(100);
        progress.tell();
        progress.tell();
        now.addAndGet(8 * SECOND);
        progress.at(500);
        progress.tell();
        progress.at(1_000);
        progress.tell();
        progress.close();
        progress.close();

        assertThat(written.toString().lines())
                .containsExactly(
                        "fleet: probing: 100 of 1,000 targets, 50/s, 18 s left",
                        "fleet: probing: 500 of 1,000 targets, 50/s, 10 s left",
                        "fleet: probing: 1,000 of 1,000 targets in 10 s");
    }

    @Test
    void workOfUnknownLengthIsToldOnceWherePiped() {
        Progress progress = progress(0, false, 80);
        now.addAndGet(2 * SECOND);
        progress.tell();
        progress.tell();
        progress.at(70);
        progress.close();

        assertThat(written.toString().lines()).containsExactly("fleet: probing", "fleet: probing: 70 targets in 2 s");
    }

    @Test
    void workThatCountsNothingSaysHowLongItTook() {
        Progress progress = progress(0, false, 80);
        now.addAndGet(2 * SECOND);
        progress.tell();
        progress.close();

        assertThat(written.toString().lines()).containsExactly("fleet: probing", "fleet: probing: 2 s");
    }

    @Test
    void countNeverGoesBack() {
        Progress progress = progress(10, false, 80);
        progress.at(5);
        progress.at(3);
        progress.advance();

        assertThat(progress.done()).isEqualTo(6);
    }

    private Progress progress(long total, boolean onTerminal, int width) {
        return new Progress(
                "probing", "targets", total, new PrintWriter(written, true), onTerminal, now::get, () -> width);
    }
}
