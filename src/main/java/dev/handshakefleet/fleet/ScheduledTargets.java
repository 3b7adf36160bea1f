package dev.handshakefleet.fleet;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The targets of scheduled runs: the catalog if one was applied, otherwise {@code FLEET_TARGETS}. If the catalog cannot
 * be read, the last known one is used, so an outage of the table does not end probing. Thread-safe.
 */
final class ScheduledTargets {

    private final Optional<TargetCatalog> catalog;
    private final List<Object> untilApplied;
    private volatile List<Object> lastRead;

    ScheduledTargets(Optional<TargetCatalog> catalog, List<String> untilApplied) {
        this.catalog = catalog;
        this.untilApplied = List.copyOf(untilApplied);
        this.lastRead = this.untilApplied;
    }

    /** @param problems receives a sentence if the catalog could not be read */
    List<Object> entries(List<String> problems) {
        if (catalog.isEmpty()) {
            return untilApplied;
        }
        try {
            lastRead = catalog.get().entries().orElse(untilApplied);
        } catch (SdkException unreadable) {
            problems.add("The catalog could not be read, so the targets known before were probed: "
                    + unreadable.getMessage());
        }
        return lastRead;
    }
}
