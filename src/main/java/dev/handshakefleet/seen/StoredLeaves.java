package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.LeafRecord;
import java.util.List;
import java.util.Optional;

/**
 * The stored leaves of a target.
 *
 * @param leaves newest first
 * @param complete whether these are all; false if a target has more than are read at once
 */
record StoredLeaves(List<LeafRecord> leaves, boolean complete) {

    StoredLeaves {
        leaves = leaves.stream().sorted(LeafRecord.NEWEST_FIRST).toList();
    }

    Optional<LeafRecord> find(String sha256) {
        return leaves.stream().filter(leaf -> leaf.sha256().equals(sha256)).findFirst();
    }
}
