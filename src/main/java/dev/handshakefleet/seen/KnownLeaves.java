package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.SeenLeaf;
import java.util.List;
import java.util.Optional;

/**
 * The stored leaves of a target.
 *
 * @param leaves newest first
 * @param complete whether these are all; false if a target has more than are read at once
 */
record KnownLeaves(List<SeenLeaf> leaves, boolean complete) {

    KnownLeaves {
        leaves = leaves.stream().sorted(SeenLeaf.NEWEST_FIRST).toList();
    }

    Optional<SeenLeaf> find(String sha256) {
        return leaves.stream().filter(leaf -> leaf.sha256().equals(sha256)).findFirst();
    }
}
