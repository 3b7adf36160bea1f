package dev.handshakefleet.report;

import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.rollup.HourPoint;
import dev.handshakefleet.rollup.RegionRollup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The handshakes of each region over a window, in steps of whole hours: of each step the highest p95 of an hour. Pure.
 *
 * @param step how long a step is: an hour in a day, a day in a month
 * @param regions the steps by region, the oldest first
 */
record HistoryTrend(Duration step, Map<String, List<Step>> regions) {

    private static final List<Duration> STEPS = List.of(
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(120));
    private static final int MOST_STEPS = 32;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final char NOTHING = '·';
    private static final char ALL_FAILED = '×';

    HistoryTrend {
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    }

    /**
     * @param at its start
     * @param probes how many measurements
     * @param failed how many failed
     * @param p95 the highest p95 of an hour; empty where no handshake completed
     * @param max the longest handshake; empty where none completed
     */
    record Step(Instant at, int probes, int failed, Optional<Duration> p95, Optional<Duration> max) {

        private Step plus(HourPoint hour) {
            return new Step(
                    at,
                    probes + hour.probes(),
                    failed + hour.failed(),
                    longer(p95, hour.p95()),
                    longer(max, hour.max()));
        }

        private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
            return one.isEmpty()
                            || other.filter(value -> value.compareTo(one.get()) > 0)
                                    .isPresent()
                    ? other
                    : one;
        }
    }

    static HistoryTrend of(HistoryReport report) {
        Duration window = Duration.between(report.from(), report.to());
        Duration step = STEPS.stream()
                .filter(length -> window.dividedBy(length) <= MOST_STEPS)
                .findFirst()
                .orElse(STEPS.getLast());
        Map<String, List<Step>> regions = new TreeMap<>();
        report.summary().regions().forEach((name, region) -> regions.put(name, steps(region, report, step)));
        return new HistoryTrend(step, regions);
    }

    private static List<Step> steps(RegionRollup region, HistoryReport report, Duration step) {
        Map<Instant, Step> byStart = new TreeMap<>();
        Instant begin = start(report.from(), step);
        for (Instant at = begin; !at.isAfter(report.to()); at = at.plus(step)) {
            byStart.put(at, new Step(at, 0, 0, Optional.empty(), Optional.empty()));
        }
        for (HourPoint hour : region.hours()) {
            byStart.computeIfPresent(start(hour.hour(), step), (_, sum) -> sum.plus(hour));
        }
        return new ArrayList<>(byStart.values());
    }

    /** Steps begin at multiples of their length since the epoch, so that a day is a day of UTC. */
    private static Instant start(Instant instant, Duration step) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), step.toSeconds()) * step.toSeconds());
    }

    /**
     * @return a character a step: the height of its p95 between the lowest and the highest of all regions, × where all failed, a dot
     *     where nothing was measured
     */
    String sparkline(String region) {
        List<Duration> values = regions.values().stream()
                .flatMap(List::stream)
                .flatMap(step -> step.p95().stream())
                .toList();
        Duration low = values.isEmpty() ? Duration.ZERO : Collections.min(values);
        Duration high = values.isEmpty() ? Duration.ZERO : Collections.max(values);
        StringBuilder line = new StringBuilder();
        for (Step step : regions.get(region)) {
            line.append(
                    step.p95().map(value -> bar(value, low, high)).orElse(step.probes() > 0 ? ALL_FAILED : NOTHING));
        }
        return line.toString();
    }

    private static char bar(Duration value, Duration low, Duration high) {
        long span = high.minus(low).toNanos();
        long height = span == 0 ? 0 : value.minus(low).toNanos() * (BARS.length() - 1) / span;
        return BARS.charAt((int) height);
    }
}
