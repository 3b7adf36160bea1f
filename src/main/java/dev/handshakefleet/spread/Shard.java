package dev.handshakefleet.spread;

import dev.handshakefleet.catalog.HashRange;
import dev.handshakefleet.fleet.RunPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A part of a scheduled run that one invocation works: all targets of a version of the catalog whose hashes are in a range. Immutable.
 *
 * @param catalogVersion the number of the version, 1 or more
 * @param range the hashes of its targets
 * @param scheduledTime the instant of the run, which makes the key of the measurements
 * @param number 1 to {@code of}; a shard that was split keeps it
 * @param of how many shards the run was divided into
 * @param over the time over which the starts of its probes are spread
 */
public record Shard(long catalogVersion, HashRange range, Instant scheduledTime, int number, int of, Duration over) {

    /** The most shards of a run. */
    static final int MOST = 2_000;

    public Shard {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(scheduledTime, "scheduledTime");
        Objects.requireNonNull(over, "over");
    }

    /** @return the part of the run, as the run wants it */
    RunPart part() {
        return new RunPart(number, of, over);
    }

    /**
     * @param first the first hash that was not reached
     * @param parts how many shards to make of the rest, 1 or more
     * @return shards of what is left of this one, which start their probes as soon as they can
     */
    List<Shard> rest(long first, int parts) {
        return new HashRange(first, range.last())
                .divided(parts).stream()
                        .map(smaller -> new Shard(catalogVersion, smaller, scheduledTime, number, of, Duration.ZERO))
                        .toList();
    }
}
