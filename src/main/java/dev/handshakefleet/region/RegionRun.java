package dev.handshakefleet.region;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The last scheduled run of a region, as the region itself recorded it. Immutable.
 *
 * @param region such as {@code eu-west-1}
 * @param scheduledAt the scheduled instant of the run. Milliseconds
 * @param endedAt when it ended, by the clock of its function. Milliseconds
 * @param interval of the region's schedule
 * @param version of the program
 * @param targets how many targets it had
 * @param complete whether nothing was left undone
 * @param pace as it was measured; empty in a record of a version that did not measure it
 */
public record RegionRun(
        String region,
        Instant scheduledAt,
        Instant endedAt,
        Duration interval,
        String version,
        int targets,
        boolean complete,
        Optional<RunPace> pace) {

    public RegionRun {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(scheduledAt, "scheduledAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(version, "version");
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("interval: " + interval + "; accepted: more than zero");
        }
    }
}
