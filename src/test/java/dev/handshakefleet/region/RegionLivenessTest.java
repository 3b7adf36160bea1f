package dev.handshakefleet.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionLivenessTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    /** Minutes before ten. */
    @ParameterizedTest
    @CsvSource({"0, 0", "5, 0", "14, 0", "15, 3", "16, 3", "20, 4", "600, 120"})
    void regionIsSilentFromThreeIntervalsOn(long minutes, long intervals) {
        assertThat(silentIntervals(run(TEN.minus(Duration.ofMinutes(minutes)), TEN), TEN, TEN, Instant.EPOCH))
                .isEqualTo(intervals);
    }

    @Test
    void intervalsAreThoseOfTheRegionThatIsLookedAt() {
        RegionRun hourly = new RegionRun(
                "eu-west-1", TEN.minusSeconds(7_200), TEN, Duration.ofHours(1), "0.1.0", 1, true, Optional.empty());

        assertThat(silentIntervals(hourly, TEN, TEN, Instant.EPOCH)).isZero();
        assertThat(silentIntervals(hourly, TEN.plusSeconds(3_600), TEN.plusSeconds(3_600), Instant.EPOCH))
                .isEqualTo(3);
    }

    /** Nobody can leave a record in a table that does not answer. */
    @Test
    void silenceIsCountedFromTheMomentOnThatSomebodyHears() {
        RegionRun old = run(TEN.minus(Duration.ofHours(2)), TEN);

        assertThat(RegionLiveness.of(old, TEN, TEN, TEN)).isEqualTo(new RegionLiveness.Awaited());
        assertThat(RegionLiveness.of(old, TEN, TEN, TEN.minus(Duration.ofMinutes(14))))
                .isEqualTo(new RegionLiveness.Awaited());
        assertThat(silentIntervals(run(TEN.minus(INTERVAL), TEN), TEN, TEN, TEN))
                .isZero();
        assertThat(silentIntervals(old, TEN, TEN, TEN.minus(Duration.ofMinutes(15))))
                .isEqualTo(24);
    }

    /** A clock that is an hour fast, or an event with a wrong scheduled time, hides no silence. */
    @Test
    void recordOfTheFutureIsJudgedByTheEndOfItsRun() {
        Instant future = TEN.plus(Duration.ofHours(1));

        assertThat(silentIntervals(run(future, TEN), TEN, TEN, Instant.EPOCH)).isZero();
        assertThat(silentIntervals(run(future, TEN.minus(Duration.ofMinutes(20))), TEN, TEN, Instant.EPOCH))
                .isEqualTo(4);
        assertThat(RegionLiveness.of(run(future, future), TEN, TEN, Instant.EPOCH))
                .isInstanceOfSatisfying(
                        RegionLiveness.Unknown.class,
                        unknown -> assertThat(unknown.reason())
                                .startsWith(
                                        "the last run of eu-west-1 is of the future, scheduled for 2026-11-23T11:00:00Z"));
    }

    /** The clock of a function does not count where the schedule's instant can be true: an hour slow is not silent. */
    @Test
    void slowClockOfAFunctionIsNoSilence() {
        assertThat(silentIntervals(run(TEN, TEN.minus(Duration.ofHours(1))), TEN, TEN, Instant.EPOCH))
                .isZero();
    }

    @Test
    void runThatLooksFromTheFutureSeesNoMoreSilenceThanThereIsNow() {
        assertThat(silentIntervals(run(TEN, TEN), TEN.plus(Duration.ofDays(1)), TEN, Instant.EPOCH))
                .isZero();
        assertThat(silentIntervals(run(TEN, TEN), TEN.minus(Duration.ofDays(1)), TEN, Instant.EPOCH))
                .isZero();
    }

    @Test
    void sentenceNamesRegionAndIntervals() {
        assertThat(new RegionLiveness.Silent("eu-west-1", 3, TEN).sentence())
                .isEqualTo("eu-west-1 has been silent for 3 intervals");
    }

    private static RegionRun run(Instant scheduledAt, Instant endedAt) {
        return new RegionRun("eu-west-1", scheduledAt, endedAt, INTERVAL, "0.1.0", 1, true, Optional.empty());
    }

    /** 0 where it runs. */
    private static long silentIntervals(RegionRun run, Instant at, Instant now, Instant heardSince) {
        return switch (RegionLiveness.of(run, at, now, heardSince)) {
            case RegionLiveness.Running running -> 0;
            case RegionLiveness.Silent silent -> silent.intervals();
            case RegionLiveness.Awaited awaited -> throw new AssertionError("nothing is said");
            case RegionLiveness.Unknown unknown -> throw new AssertionError(unknown.reason());
        };
    }
}
