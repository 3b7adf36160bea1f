package dev.handshakefleet.rollup;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What came of making rollups.
 *
 * @param targets how many targets there are
 * @param through rollups of all of them have been made up to this whole hour
 * @param hours how many rollups of hours were written
 * @param days how many rollups of days were written
 * @param writeUnits what these cost
 * @param tooDear how many were not written, because they would have cost too large a share of what their measurements cost
 * @param complete whether every hour that is over was done
 * @param problems why not, and what could not be read, in plain sentences
 */
public record RollupOutcome(
        int targets,
        Instant through,
        int hours,
        int days,
        int writeUnits,
        int tooDear,
        boolean complete,
        List<String> problems) {

    public RollupOutcome {
        Objects.requireNonNull(through, "through");
        problems = List.copyOf(problems);
    }
}
