package dev.handshakefleet.alert.year;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The faults of the simulated target and of the networks in front of it, the same for every variant.
 *
 * <pre>
 *   each region     three times a month it is cut off from the target, for 3 to 40 minutes; twice a month handshakes are slow
 *   the target      two outages, six slow episodes, a day of 15 minutes up and 15 minutes down, four announced maintenances
 * </pre>
 *
 * While a region is cut off, and in the two outages, some probes get through; on that day and in maintenances none.
 */
final class Disturbances {

    /** The two outages that every variant must report. */
    static final List<TimeSpan> OUTAGES = List.of(
            TimeSpan.of(Schedule.day(67, 14, 11), Duration.ofMinutes(25)),
            TimeSpan.of(Schedule.day(243, 3, 22), Duration.ofMinutes(90)));

    /** The day on which the target flaps. */
    static final TimeSpan FLAPPING = TimeSpan.of(Schedule.day(150, 8, 0), Duration.ofHours(24));

    /** The target is taken down in the middle of them. */
    static final List<TimeSpan> MAINTENANCES = IntStream.of(20, 111, 202, 293)
            .mapToObj(day -> TimeSpan.of(Schedule.day(day, 2, 0), Duration.ofHours(2)))
            .toList();

    private static final Duration BEFORE_MAINTENANCE = Duration.ofMinutes(10);
    private static final Duration MAINTENANCE = Duration.ofMinutes(45);
    private static final Duration UP_AND_DOWN = Duration.ofMinutes(30);

    private static final int MONTHS = 12;
    private static final int OUTAGES_A_REGION = 3 * MONTHS;
    private static final int SLOW_EPISODES_A_REGION = 2 * MONTHS;
    private static final int SLOW_EPISODES = 6;
    private static final int FASTEST_SLOW_MILLIS = 320;
    private static final int SLOWEST_SLOW_MILLIS = 900;

    private final List<BitSet> down = eachRegion();
    private final List<BitSet> shaky = eachRegion();
    private final int[][] slowMillis = new int[Schedule.REGIONS.size()][Schedule.ROUNDS];

    Disturbances(SplittableRandom random) {
        for (int region = 0; region < Schedule.REGIONS.size(); region++) {
            BitSet cutOff = shaky.get(region);
            int[] slow = slowMillis[region];
            for (int outage = 0; outage < OUTAGES_A_REGION; outage++) {
                each(region, anytime(random, 3, 40), cutOff::set);
            }
            for (int episode = 0; episode < SLOW_EPISODES_A_REGION; episode++) {
                int millis = slowness(random);
                each(region, anytime(random, 10, 60), round -> slow[round] = millis);
            }
        }
        for (int episode = 0; episode < SLOW_EPISODES; episode++) {
            int millis = slowness(random);
            TimeSpan span = anytime(random, 20, 120);
            everywhere(span, (region, round) -> slowMillis[region][round] = millis);
        }
        OUTAGES.forEach(
                span -> everywhere(span, (region, round) -> shaky.get(region).set(round)));
        timesOfNoAnswer()
                .forEach(span ->
                        everywhere(span, (region, round) -> down.get(region).set(round)));
    }

    /** Whether a region's run cannot reach the target. */
    boolean isDown(int round, int region) {
        return down.get(region).get(round);
    }

    /** Whether a region's run reaches the target by luck only. */
    boolean isShaky(int round, int region) {
        return shaky.get(region).get(round);
    }

    /** How long handshakes take in a slow episode; 0 outside of one. */
    int slowMillis(int round, int region) {
        return slowMillis[region][round];
    }

    /** Whether a maintenance is announced for that time. */
    static boolean isAnnounced(Instant at) {
        for (TimeSpan announced : MAINTENANCES) {
            if (announced.covers(at)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<TimeSpan> timesOfNoAnswer() {
        Stream<TimeSpan> maintenances = MAINTENANCES.stream()
                .map(announced -> TimeSpan.of(announced.from().plus(BEFORE_MAINTENANCE), MAINTENANCE));
        Stream<TimeSpan> flaps = Stream.iterate(
                        FLAPPING.from(), from -> from.isBefore(FLAPPING.to()), from -> from.plus(UP_AND_DOWN))
                .map(from -> TimeSpan.of(from, UP_AND_DOWN.dividedBy(2)));
        return Stream.concat(maintenances, flaps);
    }

    private static List<BitSet> eachRegion() {
        return Schedule.REGIONS.stream().map(region -> new BitSet()).toList();
    }

    private static TimeSpan anytime(SplittableRandom random, int fewestMinutes, int mostMinutes) {
        Duration length = Duration.ofSeconds(random.nextInt(60 * fewestMinutes, 60 * mostMinutes + 1));
        Duration year = Schedule.INTERVAL.multipliedBy(Schedule.ROUNDS).minus(Duration.ofDays(1));
        return TimeSpan.of(Schedule.START.plusSeconds(random.nextLong(year.toSeconds())), length);
    }

    private static int slowness(SplittableRandom random) {
        return random.nextInt(FASTEST_SLOW_MILLIS, SLOWEST_SLOW_MILLIS + 1);
    }

    private interface RegionAndRound {
        void accept(int region, int round);
    }

    private static void everywhere(TimeSpan span, RegionAndRound then) {
        for (int region = 0; region < Schedule.REGIONS.size(); region++) {
            int here = region;
            each(region, span, round -> then.accept(here, round));
        }
    }

    private static void each(int region, TimeSpan span, IntConsumer then) {
        for (int round = Schedule.round(span.from()); round < Schedule.ROUNDS; round++) {
            Instant at = Schedule.at(round, region);
            if (!at.isBefore(span.to())) {
                return;
            }
            if (span.covers(at)) {
                then.accept(round);
            }
        }
    }
}
