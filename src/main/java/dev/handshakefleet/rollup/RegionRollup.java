package dev.handshakefleet.rollup;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.verdict.FindingCode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the measurements of a target from one region come to. Its sketches must not be changed.
 *
 * @param counts numbers of probes
 * @param failures how many failed, by kind
 * @param findings how many had a finding, by code
 * @param sketches the durations; a series without a duration is absent
 * @param hours the hours with measurements, the oldest first
 */
public record RegionRollup(
        ProbeCounts counts,
        Map<Failure.Kind, Integer> failures,
        Map<FindingCode, Integer> findings,
        Map<Series, Sketch> sketches,
        List<HourPoint> hours) {

    public RegionRollup {
        Objects.requireNonNull(counts, "counts");
        failures = sorted(Failure.Kind.class, failures);
        findings = sorted(FindingCode.class, findings);
        sketches = sorted(Series.class, sketches);
        hours = List.copyOf(hours);
    }

    /** @return the sketch of the series; empty where it has no duration */
    public Optional<Sketch> sketch(Series series) {
        return Optional.ofNullable(sketches.get(series));
    }

    private static <K extends Enum<K>, V> Map<K, V> sorted(Class<K> type, Map<K, V> map) {
        Map<K, V> sorted = new EnumMap<>(type);
        sorted.putAll(map);
        return Collections.unmodifiableMap(sorted);
    }
}
