package dev.handshakefleet.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of storing measurements.
 *
 * @param stored how many were stored
 * @param notStored the ids of targets whose measurement was not stored
 * @param reason
 *     why, in one plain sentence; empty if all were stored
 */
public record StoreOutcome(int stored, List<String> notStored, Optional<String> reason) {

    public StoreOutcome {
        notStored = List.copyOf(notStored);
        Objects.requireNonNull(reason, "reason");
    }
}
