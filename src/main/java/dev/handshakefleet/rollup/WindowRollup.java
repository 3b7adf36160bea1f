package dev.handshakefleet.rollup;

import dev.handshakefleet.measurement.Measurement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** @return what measurements, newest first, come to */
    public static WindowRollup of(List<Measurement> measurements) {
        RollupTally tally = new RollupTally();
        measurements.forEach(tally::add);
        return new WindowRollup(tally.regions(), 0, 0, measurements.size(), List.of());
    }

    /** @return the same of that region alone */
    public WindowRollup of(String region) {
        Map<String, RegionRollup> one = new TreeMap<>(regions);
        one.keySet().retainAll(Set.of(region));
        return new WindowRollup(one, days, hours, measurements, problems);
    }

    /** @return the sum of all regions, without hours; a run in two regions counts as two */
    public RegionRollup total() {
        return RollupTally.sum(regions.values());
    }

    /** @return the number of measurements that the window holds */
    public int probes() {
        return regions.values().stream()
                .mapToInt(region -> region.counts().probes())
                .sum();
    }
}
