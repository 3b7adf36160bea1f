package dev.handshakefleet.bench.load;

import dev.handshakefleet.bench.workbench.LoadCost;
import java.util.List;
import java.util.Optional;

/**
 * One round with a number of targets.
 *
 * @param targets how many
 * @param ours the invocations, in their order
 * @param peer blackbox_exporter with the same targets; empty where it is not installed
 */
record LoadRound(int targets, List<InvocationReport> ours, Optional<Peer> peer) {

    /**
     * What blackbox_exporter took.
     *
     * @param overIdleKib the most that was resident, less what was before
     */
    record Peer(LoadCost cost, long overIdleKib) {}

    LoadRound {
        ours = List.copyOf(ours);
    }
}
