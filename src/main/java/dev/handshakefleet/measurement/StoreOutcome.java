package dev.handshakefleet.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of measurements that were to be stored.
 *
 * @param stored how many are kept
 * @param notStored the ids of the targets whose measurement is not kept
 * @param reason why, in one plain sentence; empty where all are kept
 */
public record StoreOutcome(int stored, List<String> notStored, Optional<String> reason) {

    public StoreOutcome {
        notStored = List.copyOf(notStored);
        Objects.requireNonNull(reason, "reason");
    }
}
