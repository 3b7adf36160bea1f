package dev.handshakefleet.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A leaf that a target serves now, beside the leaves that it served before.
 *
 * @param current the leaf served now, as it was at its first appearance
 * @param known leaves of the same target; {@code current} and later ones may be among them
 * @param at the wall-clock instant of the comparison
 */
public record LeafComparison(LeafRecord current, List<LeafRecord> known, Instant at) {

    public LeafComparison {
        Objects.requireNonNull(current, "current");
        known = List.copyOf(known);
        Objects.requireNonNull(at, "at");
    }
}
