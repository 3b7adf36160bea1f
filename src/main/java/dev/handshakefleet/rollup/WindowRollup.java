package dev.handshakefleet.rollup;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the measurements of one target come to in a window.
 *
 * @param regions by the region that measured; empty where there was no measurement
 * @param days how many rollups of days were read
 * @param hours how many rollups of hours were read
 * @param measurements how many measurements were read, where neither covered them
 * @param problems what could not be read, in plain sentences
 */
public record WindowRollup(
        Map<String, RegionRollup> regions, int days, int hours, int measurements, List<String> problems) {

    public WindowRollup {
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
        problems = List.copyOf(problems);
    }

    /** @return the number of measurements that the window holds */
    public int probes() {
        return regions.values().stream()
                .mapToInt(region -> region.counts().probes())
                .sum();
    }
}
