package dev.handshakefleet.region;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The records of all regions of a fleet. Immutable.
 *
 * @param runs the last run of each region, in the order of their names, without the removed ones
 * @param removed the regions that were removed on purpose in the last days
 * @param heardSince since when records have arrived without a break, as far as an earlier run of the home region knew; empty where
 *     none has looked yet
 */
public record RegionRecords(List<RegionRun> runs, Set<String> removed, Optional<Instant> heardSince) {

    public RegionRecords {
        runs = List.copyOf(runs);
        removed = Set.copyOf(removed);
        Objects.requireNonNull(heardSince, "heardSince");
    }

    /** @return the last run of that region; empty where it has none, or was removed */
    public Optional<RegionRun> of(String region) {
        return runs.stream().filter(run -> run.region().equals(region)).findFirst();
    }
}
