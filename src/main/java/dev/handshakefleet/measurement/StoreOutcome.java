package dev.handshakefleet.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of storing measurements.
 *
 * @param stored how many were stored
 * @param spooled how many the table did not take and now wait in the queue of the region, from which they are stored later
 * @param notStored the ids of targets whose measurement is neither stored nor waits
 * @param reason
 *     why the table did not take all of them, in one plain sentence; empty if all were stored
 */
public record StoreOutcome(int stored, int spooled, List<String> notStored, Optional<String> reason) {

    public StoreOutcome {
        notStored = List.copyOf(notStored);
        Objects.requireNonNull(reason, "reason");
    }

    /** An outcome without a queue. */
    public StoreOutcome(int stored, List<String> notStored, Optional<String> reason) {
        this(stored, 0, notStored, reason);
    }
}
