package dev.handshakefleet.report;

import dev.handshakefleet.rollup.RollupOutcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to the action {@code rollup}.
 *
 * @param targets how many targets there are
 * @param through rollups of all of them have been made up to this instant
 * @param hours how many rollups of hours were written
 * @param days how many rollups of days were written
 * @param writeUnits what these cost
 * @param tooDear how many were not written, because they would have cost too large a share of what their measurements cost
 * @param complete whether all that was due was done
 * @param problems plain sentences; absent if there are none
 */
@RegisterForReflection
public record RollupDocument(
        int targets,
        Instant through,
        int hours,
        int days,
        int writeUnits,
        int tooDear,
        boolean complete,
        Optional<List<String>> problems) {

    /** The document of an outcome. */
    public static RollupDocument of(RollupOutcome outcome) {
        return new RollupDocument(
                outcome.targets(),
                outcome.through(),
                outcome.hours(),
                outcome.days(),
                outcome.writeUnits(),
                outcome.tooDear(),
                outcome.complete(),
                Optional.of(outcome.problems()).filter(problems -> !problems.isEmpty()));
    }
}
