package dev.handshakefleet.fleet;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The written targets of a run.
 *
 * @param entries texts and maps as {@link dev.handshakefleet.target.read.TargetReader} takes them
 * @param catalogFault why the catalog could not be read, in one plain sentence; empty if it was read or not needed
 */
record ScheduledEntries(List<Object> entries, Optional<String> catalogFault) {

    ScheduledEntries {
        // A written list may hold null, which the reader refuses.
        Objects.requireNonNull(entries, "entries");
        Objects.requireNonNull(catalogFault, "catalogFault");
    }

    /** Other targets with the same fault. */
    ScheduledEntries with(List<Object> others) {
        return new ScheduledEntries(others, catalogFault);
    }

    /** Targets that were read or given. */
    static ScheduledEntries of(List<Object> entries) {
        return new ScheduledEntries(entries, Optional.empty());
    }
}
