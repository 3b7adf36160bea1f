package dev.handshakefleet.rollup;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up measurements and rollups of one target, by region. Measurements come in the order of their scheduled instants, rising or
 * falling, so that those of one run follow each other. Used by one thread.
 */
final class RollupTally {

    private final Map<String, Region> regions = new TreeMap<>();

    void add(Measurement measurement) {
        region(measurement.region()).add(measurement);
    }

    void add(Rollup rollup) {
        rollup.regions().forEach((name, part) -> region(name).add(part));
    }

    /** @return the sums by region; the tally must not be used afterwards */
    Map<String, RegionRollup> regions() {
        Map<String, RegionRollup> sums = new TreeMap<>();
        regions.forEach((name, region) -> sums.put(name, region.sum()));
        return sums;
    }

    /** @return the sum of all, without hours */
    static RegionRollup sum(Collection<RegionRollup> parts) {
        Region all = new Region();
        parts.forEach(all::add);
        RegionRollup sum = all.sum();
        return new RegionRollup(sum.counts(), sum.failures(), sum.findings(), sum.sketches(), List.of());
    }

    private Region region(String name) {
        return regions.computeIfAbsent(name, _ -> new Region());
    }

    /** The sums of one region. */
    private static final class Region {

        private final Map<Failure.Kind, Integer> failures = new EnumMap<>(Failure.Kind.class);
        private final Map<FindingCode, Integer> findings = new EnumMap<>(FindingCode.class);
        private final Map<Series, Sketch> sketches = new EnumMap<>(Series.class);
        private final Map<Instant, HourPoint> rolledUp = new TreeMap<>();
        private final Map<Instant, Hour> hours = new TreeMap<>();
        private ProbeCounts counts = ProbeCounts.NONE;
        private Optional<Instant> run = Optional.empty();

        void add(Measurement measurement) {
            boolean isOfSameRun = run.filter(measurement.scheduledAt()::equals).isPresent();
            run = Optional.of(measurement.scheduledAt());
            Severity verdict = measurement.verdict();
            counts = counts.plus(new ProbeCounts(
                    isOfSameRun ? 0 : 1,
                    1,
                    verdict == Severity.OK ? 1 : 0,
                    verdict == Severity.WARNING ? 1 : 0,
                    verdict == Severity.CRITICAL ? 1 : 0,
                    measurement.succeeded() ? 0 : 1));
            measurement.failure().ifPresent(failure -> failures.merge(failure.kind(), 1, Integer::sum));
            measurement.findings().keySet().forEach(code -> findings.merge(code, 1, Integer::sum));
            for (Series series : Series.values()) {
                series.of(measurement)
                        .ifPresent(took -> sketches.computeIfAbsent(series, _ -> new Sketch())
                                .add(took));
            }
            hours.computeIfAbsent(measurement.scheduledAt().truncatedTo(ChronoUnit.HOURS), _ -> new Hour())
                    .add(measurement);
        }

        void add(RegionRollup part) {
            counts = counts.plus(part.counts());
            part.failures().forEach((kind, count) -> failures.merge(kind, count, Integer::sum));
            part.findings().forEach((code, count) -> findings.merge(code, count, Integer::sum));
            part.sketches()
                    .forEach((series, sketch) ->
                            sketches.computeIfAbsent(series, _ -> new Sketch()).add(sketch));
            part.hours().forEach(point -> rolledUp.put(point.hour(), point));
        }

        RegionRollup sum() {
            Map<Instant, HourPoint> points = new TreeMap<>(rolledUp);
            hours.forEach((start, hour) -> points.put(start, hour.point(start)));
            return new RegionRollup(
                    counts,
                    failures,
                    findings,
                    sketches,
                    points.values().stream().toList());
        }
    }

    /** An hour of one region. */
    private static final class Hour {

        private final Sketch handshakes = new Sketch();
        private int probes;
        private int failed;

        void add(Measurement measurement) {
            probes++;
            failed += measurement.succeeded() ? 0 : 1;
            Series.TLS.of(measurement).ifPresent(handshakes::add);
        }

        HourPoint point(Instant start) {
            Optional<Sketch> timed = Optional.of(handshakes).filter(sketch -> sketch.count() > 0);
            return new HourPoint(
                    start, probes, failed, timed.map(sketch -> sketch.percentile(95)), timed.map(Sketch::max));
        }
    }
}
