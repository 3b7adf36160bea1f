package dev.handshakefleet.objective;

import dev.handshakefleet.measurement.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The measurements in a stretch of time that ends now, without its start and with its end. It is never shorter
 * than two intervals of the schedule, so that one late or missing run does not empty it.
 *
 * @param length its length
 * @param measurements the measurements in it
 */
record ObjectiveWindow(Duration length, List<Measurement> measurements) {

    private static final int LEAST_INTERVALS = 2;
    private static final int LEAST_RUNS = 2;

    static ObjectiveWindow ending(Instant now, Duration requested, Duration interval, List<Measurement> all) {
        Duration length = length(requested, interval);
        Instant start = now.minus(length);
        return new ObjectiveWindow(
                length,
                all.stream()
                        .filter(measurement -> measurement.scheduledAt().isAfter(start)
                                && !measurement.scheduledAt().isAfter(now))
                        .toList());
    }

    /** @return {@code requested}, or two intervals where that is longer */
    static Duration length(Duration requested, Duration interval) {
        Duration least = interval.multipliedBy(LEAST_INTERVALS);
        return requested.compareTo(least) >= 0 ? requested : least;
    }

    /**
     * @return whether such measurements come from at least two runs; one run, at however many addresses, is not enough
     */
    boolean spansTwoRuns(Predicate<Measurement> condition) {
        return measurements.stream()
                        .filter(condition)
                        .map(Measurement::scheduledAt)
                        .distinct()
                        .limit(LEAST_RUNS)
                        .count()
                == LEAST_RUNS;
    }

    Map<String, List<Measurement>> byRegion() {
        return measurements.stream()
                .collect(Collectors.groupingBy(Measurement::region, TreeMap::new, Collectors.toList()));
    }
}
