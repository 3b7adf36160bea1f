package dev.handshakefleet.measurement;

import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Percentiles of one phase, or of a part of it, over measurements, by the nearest-rank rule: the p-th percentile of n
 * sorted values is the
 * value of rank ⌈p/100 · n⌉, so it is always a measured value.
 *
 * @param count how many measurements have the phase
 * @param p50 the median
 * @param p90 90th percentile
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param max the longest
 */
public record Percentiles(int count, Duration p50, Duration p90, Duration p95, Duration p99, Duration max) {

    private static final int HIGHEST = 100;

    /**
     * The percentiles of each phase by its name, and behind {@code tls} its parts {@code tls.wait}, {@code
     * tls.network} and {@code tls.server}.
     *
     * @return the percentiles in the order of a request; phases without a measurement are left out
     */
    public static Map<String, Percentiles> ofAll(List<Measurement> measurements) {
        Map<String, Percentiles> all = new LinkedHashMap<>();
        for (Phase phase : Phase.values()) {
            of(phase, measurements).ifPresent(found -> all.put(phase.label(), found));
            if (phase == Phase.TLS) {
                of(Measurement::waited, measurements).ifPresent(found -> all.put("tls.wait", found));
                of(Measurement::network, measurements).ifPresent(found -> all.put("tls.network", found));
                of(Measurement::server, measurements).ifPresent(found -> all.put("tls.server", found));
            }
        }
        return all;
    }

    /** @return empty where no measurement has the phase */
    public static Optional<Percentiles> of(Phase phase, List<Measurement> measurements) {
        return of(measurement -> measurement.took(phase), measurements);
    }

    /**
     * One percentile of one phase.
     *
     * @param percent 1 to 100
     * @return empty where no measurement has the phase
     */
    public static Optional<Duration> of(int percent, Phase phase, List<Measurement> measurements) {
        if (percent < 1 || percent > HIGHEST) {
            throw new IllegalArgumentException("percent: " + percent + "; accepted: 1 to " + HIGHEST);
        }
        return Optional.of(sorted(measurement -> measurement.took(phase), measurements))
                .filter(sorted -> !sorted.isEmpty())
                .map(sorted -> rank(sorted, percent));
    }

    private static Optional<Percentiles> of(
            Function<Measurement, Optional<Duration>> time, List<Measurement> measurements) {
        List<Duration> sorted = sorted(time, measurements);
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

    private static List<Duration> sorted(
            Function<Measurement, Optional<Duration>> time, List<Measurement> measurements) {
        return measurements.stream()
                .map(time)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        int rank = Math.ceilDiv(percent * sorted.size(), HIGHEST);
        return sorted.get(rank - 1);
    }
}
