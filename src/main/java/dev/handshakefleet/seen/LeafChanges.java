package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.JudgedProbe;
import java.util.List;

/**
 * The outcome of comparing a run's leaves with earlier ones.
 *
 * @param probed the results with their new findings, in their order
 * @param renewals the new leaves that this run saw first
 * @param problems the targets without a comparison, and why, in plain sentences
 */
public record LeafChanges(List<JudgedProbe> probed, List<LeafReplacement> renewals, List<String> problems) {

    public LeafChanges {
        probed = List.copyOf(probed);
        renewals = List.copyOf(renewals);
        problems = List.copyOf(problems);
    }
}
