package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of comparing the leaves of one target.
 *
 * @param targetId its id
 * @param findings by fingerprint of the leaf that they are about
 * @param renewals the leaves that were seen for the first time in the place of others
 * @param problem why a leaf could not be compared or kept; empty where all were
 */
record TargetLeafChanges(String targetId, Map<String, Finding> findings, List<LeafReplacement> renewals, Optional<String> problem) {

    TargetLeafChanges {
        findings = Map.copyOf(findings);
        renewals = List.copyOf(renewals);
    }

    static TargetLeafChanges notCompared(String targetId, String why) {
        return new TargetLeafChanges(targetId, Map.of(), List.of(), Optional.of(why));
    }

    JudgedProbe addedTo(JudgedProbe judged) {
        return judged.with(judged.leaf().flatMap(leaf -> Optional.ofNullable(findings.get(leaf.sha256()))).stream()
                .toList());
    }
}
