package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafComparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The comparison of leaves with the stored leaves, of a run or of a batch of it.
 *
 * @param comparisons by the id of the target, then by the fingerprint of the leaf; only of leaves that had to be looked up
 * @param replacements the leaves that this run saw first in place of others
 * @param notCompared by the id of the target, the reason why its leaves could not be compared or stored
 */
public record LeafChanges(
        Map<String, Map<String, LeafComparison>> comparisons,
        List<LeafReplacement> replacements,
        Map<String, String> notCompared) {

    /** No leaf was looked up. */
    public static final LeafChanges NONE = new LeafChanges(Map.of(), List.of(), Map.of());

    private static final int MOST_NAMED = 5;

    public LeafChanges {
        comparisons = Map.copyOf(comparisons);
        replacements = List.copyOf(replacements);
        notCompared = Collections.unmodifiableMap(new LinkedHashMap<>(notCompared));
    }

    /** @return the comparison of the leaf of a probe; empty if it was not looked up or has no leaf */
    public Optional<LeafComparison> of(JudgedProbe judged) {
        Map<String, LeafComparison> ofTarget =
                comparisons.getOrDefault(judged.result().target().id(), Map.of());
        return judged.leaf().flatMap(leaf -> Optional.ofNullable(ofTarget.get(leaf.sha256())));
    }

    /** @return the changes of both, without the comparisons, which are needed for the batch alone */
    public LeafChanges and(LeafChanges later) {
        Map<String, String> reasons = new LinkedHashMap<>(notCompared);
        reasons.putAll(later.notCompared);
        return new LeafChanges(
                Map.of(),
                Stream.concat(replacements.stream(), later.replacements.stream())
                        .toList(),
                reasons);
    }

    /** @return plain sentences, one a reason: the targets whose leaves could not be compared or stored, and why */
    public List<String> problems() {
        Map<String, List<String>> targetsByReason = new LinkedHashMap<>();
        notCompared.forEach((targetId, reason) -> targetsByReason
                .computeIfAbsent(reason, key -> new ArrayList<>())
                .add(targetId));
        return targetsByReason.entrySet().stream()
                .map(entry -> "The certificate history could not be read or stored for " + named(entry.getValue())
                        + ": " + entry.getKey())
                .toList();
    }

    private static String named(List<String> targetIds) {
        String first = targetIds.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = targetIds.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
