package dev.handshakefleet.measurement;

import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Percentiles of one phase over measurements, by the nearest-rank rule: the p-th percentile of n sorted values is the
 * value of rank ⌈p/100 · n⌉, so that it is always one that was measured.
 *
 * @param count how many measurements have the phase
 * @param p50 the median
 * @param p90 90th percentile
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param max the longest
 */
public record Percentiles(int count, Duration p50, Duration p90, Duration p95, Duration p99, Duration max) {

    /** @return empty where no measurement has the phase */
    public static Optional<Percentiles> of(Phase phase, List<Measurement> measurements) {
        List<Duration> sorted = measurements.stream()
                .map(measurement -> Optional.ofNullable(measurement.phases().get(phase)))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Percentiles(
                sorted.size(),
                rank(sorted, 50),
                rank(sorted, 90),
                rank(sorted, 95),
                rank(sorted, 99),
                sorted.getLast()));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        int rank = Math.ceilDiv(percent * sorted.size(), 100);
        return sorted.get(rank - 1);
    }
}
