package dev.handshakefleet.rollup;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the measurements of a target come to in a span of time.
 *
 * @param targetId the target
 * @param span the hour or the day
 * @param regions by the region that measured; never empty
 */
public record Rollup(String targetId, Span span, Map<String, RegionRollup> regions) {

    public Rollup {
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(span, "span");
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    }

    /** @return the number of measurements, which is what storing them has cost in write units */
    public int probes() {
        return regions.values().stream()
                .mapToInt(region -> region.counts().probes())
                .sum();
    }
}
