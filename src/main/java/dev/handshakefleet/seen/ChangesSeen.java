package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.JudgedProbe;
import java.util.List;

/**
 * What came of holding a run's leaves against those seen before.
 *
 * @param probed the results with what was found, in their order
 * @param renewals the leaves that this run was the first to see in the place of others
 * @param problems whose leaves could not be compared or kept, and why, in plain sentences
 */
public record ChangesSeen(List<JudgedProbe> probed, List<Renewal> renewals, List<String> problems) {

    public ChangesSeen {
        probed = List.copyOf(probed);
        renewals = List.copyOf(renewals);
        problems = List.copyOf(problems);
    }
}
