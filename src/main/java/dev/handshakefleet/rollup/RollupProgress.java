package dev.handshakefleet.rollup;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far rollups have been made.
 *
 * @param through the rollups of all targets have been made up to this whole hour
 * @param after the last target, in the order of ids, whose rollups of the hour after it have been made too; empty for none
 * @param begun no rollup of a span that begins at this whole hour or later has been made, nor is any being made
 */
record RollupProgress(Instant through, Optional<String> after, Instant begun) {

    RollupProgress {
        Objects.requireNonNull(through, "through");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(begun, "begun");
    }

    /** @return the progress when all targets are done up to that hour */
    RollupProgress to(Instant hour) {
        return new RollupProgress(hour, Optional.empty(), begun);
    }

    /** @return the progress when that target, and all before it, are done for the hour after {@code through} */
    RollupProgress after(String targetId) {
        return new RollupProgress(through, Optional.of(targetId), begun);
    }

    /** @return the same, with rollups up to that hour begun */
    RollupProgress begunTo(Instant hour) {
        return new RollupProgress(through, after, hour.isAfter(begun) ? hour : begun);
    }
}
