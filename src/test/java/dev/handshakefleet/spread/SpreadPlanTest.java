package dev.handshakefleet.spread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.catalog.HashRange;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.spread.SpreadPlan.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadPlanTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration TIME = Duration.ofSeconds(100);

    @ParameterizedTest
    @CsvSource({"1400, 20, true", "1401, 20, false", "3500, 50, true", "3501, 50, false", "1, 0.01, false"})
    void runFitsWhereItNeedsAtMostSevenTenthsOfTheTime(int count, double pace, boolean fits) {
        assertThat(SpreadPlan.fits(count, new Pace(pace, true), TIME)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        // count, pace, interval; shards, delay of the last, over
        "2000,   20, PT5M,  7,    257, PT21.428571427S",
        "2000,   20, PT1M,  7,    51,  PT8.571428571S",
        "100000, 50, PT1M,  134,  59,  PT0.447761194S",
        "100000, 1,  PT1M,  2000, 59,  PT0.03S",
        "3000,   20, PT1H,  10,   810, PT22.5S",
        "1,      20, PT1M,  1,    0,   PT0.075S",
    })
    void shardsStartOneAfterTheOtherOverTheInterval(
            int count, double pace, Duration interval, int shards, int lastDelay, Duration over) {
        List<Planned> planned = plan(count, pace, interval);

        assertThat(planned).hasSize(shards);
        assertThat(planned.getFirst().delay()).isZero();
        assertThat(planned.getLast().delay()).hasSeconds(lastDelay);
        assertThat(planned).extracting(Planned::delay).isSorted();
        assertThat(planned).allSatisfy(next -> assertThat(next.shard().over()).isEqualTo(over));
    }

    @Test
    void shardsTogetherHoldEveryHashOnce() {
        List<Shard> shards = plan(2_000, 20, Duration.ofMinutes(5)).stream()
                .map(Planned::shard)
                .toList();

        assertThat(shards.getFirst().range().first()).isEqualTo(HashRange.ALL.first());
        assertThat(shards.getLast().range().last()).isEqualTo(HashRange.ALL.last());
        for (int next = 1; next < shards.size(); next++) {
            assertThat(shards.get(next).range().first())
                    .isEqualTo(shards.get(next - 1).range().last() + 1);
        }
        assertThat(shards).extracting(Shard::number).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void restOfAShardIsDividedFromItsFirstHashOn() {
        Shard shard = plan(2_000, 20, Duration.ofMinutes(5)).get(3).shard();
        long first = shard.range().first() + 12_345;

        List<Shard> rest = shard.rest(first, 3);

        assertThat(rest).hasSize(3).allSatisfy(smaller -> {
            assertThat(smaller.number()).isEqualTo(4);
            assertThat(smaller.over()).isZero();
            assertThat(smaller.scheduledTime()).isEqualTo(TEN);
        });
        assertThat(rest.getFirst().range().first()).isEqualTo(first);
        assertThat(rest.getLast().range().last()).isEqualTo(shard.range().last());
    }

    @Test
    void rangeOfFewHashesIsDividedIntoFewParts() {
        assertThat(new HashRange(7, 8).divided(5)).containsExactly(new HashRange(7, 7), new HashRange(8, 8));
        assertThat(new HashRange(-1, -1).divided(2)).containsExactly(new HashRange(-1, -1));
        assertThat(HashRange.ALL.divided(2))
                .containsExactly(new HashRange(0, Long.MAX_VALUE), new HashRange(Long.MIN_VALUE, -1));
    }

    @Test
    void paceIsThatOfTheSlowestStageThatHadWork() {
        assertThat(Pace.of(new RunPace(1, 90, 0, 40))).contains(new Pace(40, true));
        assertThat(Pace.of(RunPace.NONE)).isEmpty();
    }

    @Test
    void measurementReplacesAGuessAndCountsAsOneOfThree() {
        Pace measured = Pace.FIRST_GUESS.and(new Pace(60, true));

        assertThat(measured).isEqualTo(new Pace(60, true));
        assertThat(Stream.of(30.0, 30.0)
                        .map(slow -> new Pace(slow, true))
                        .reduce(measured, Pace::and)
                        .perSecond())
                .isBetween(43.3, 43.4);
    }

    private static List<Planned> plan(int count, double pace, Duration interval) {
        return SpreadPlan.divide(
                new CatalogVersion(17, count, 64, TEN, Optional.empty()), TEN, interval, new Pace(pace, true), TIME);
    }
}
