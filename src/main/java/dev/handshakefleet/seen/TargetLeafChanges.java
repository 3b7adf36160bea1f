package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.LeafComparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The comparison of the leaves of one target with its stored leaves.
 *
 * @param targetId the id of the target
 * @param comparisons by the fingerprint of the leaf
 * @param replacements the leaves that appeared for the first time in place of others
 * @param problem the reason why a leaf could not be compared or stored; empty if all were
 */
record TargetLeafChanges(
        String targetId,
        Map<String, LeafComparison> comparisons,
        List<LeafReplacement> replacements,
        Optional<String> problem) {

    TargetLeafChanges {
        comparisons = Map.copyOf(comparisons);
        replacements = List.copyOf(replacements);
    }

    static TargetLeafChanges notCompared(String targetId, String why) {
        return new TargetLeafChanges(targetId, Map.of(), List.of(), Optional.of(why));
    }
}
