package dev.handshakefleet.fleet;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which targets a scheduled run probes: those of the catalog once one was applied, until then those of {@code
 * FLEET_TARGETS}. When the catalog cannot be read, the last one that was read, so that an outage of the table does not end
 * the watch. Thread-safe.
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

    /** @param problems told when the catalog could not be read */
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
