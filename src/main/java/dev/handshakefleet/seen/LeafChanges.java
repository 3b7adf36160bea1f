package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafComparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The comparison of the leaves of a run with the stored leaves.
 *
 * @param comparisons by the id of the target, then by the fingerprint of the leaf; only of leaves that had to be looked up
 * @param replacements the leaves that this run saw first in place of others
 * @param notCompared the number of targets whose leaves could not be compared or stored
 * @param problems plain sentences: the targets whose leaves could not be compared or stored, and why
 */
public record LeafChanges(
        Map<String, Map<String, LeafComparison>> comparisons,
        List<LeafReplacement> replacements,
        int notCompared,
        List<String> problems) {

    /** No leaf was looked up. */
    public static final LeafChanges NONE = new LeafChanges(Map.of(), List.of(), 0, List.of());

    public LeafChanges {
        comparisons = Map.copyOf(comparisons);
        replacements = List.copyOf(replacements);
        problems = List.copyOf(problems);
    }

    /** @return no comparison for any probe, with the reason as a problem */
    public static LeafChanges notCompared(List<JudgedProbe> probed, String problem) {
        long targets = probed.stream()
                .filter(judged -> judged.leaf().isPresent())
                .map(judged -> judged.result().target().id())
                .distinct()
                .count();
        return new LeafChanges(Map.of(), List.of(), (int) targets, List.of(problem));
    }

    /** @return the comparison of the leaf of a probe; empty if it was not looked up or has no leaf */
    public Optional<LeafComparison> of(JudgedProbe judged) {
        Map<String, LeafComparison> ofTarget =
                comparisons.getOrDefault(judged.result().target().id(), Map.of());
        return judged.leaf().flatMap(leaf -> Optional.ofNullable(ofTarget.get(leaf.sha256())));
    }
}
