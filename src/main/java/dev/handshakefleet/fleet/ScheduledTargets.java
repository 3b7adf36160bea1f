package dev.handshakefleet.fleet;

import dev.handshakefleet.base.WithProblems;
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

    /** @return the entries of the targets, with a problem if the catalog could not be read */
    WithProblems<List<Object>> entries() {
        if (catalog.isEmpty()) {
            return WithProblems.none(untilApplied);
        }
        try {
            lastRead = catalog.get().entries().orElse(untilApplied);
            return WithProblems.none(lastRead);
        } catch (SdkException unreadable) {
            return WithProblems.of(
                    lastRead,
                    "The catalog could not be read, so the targets of the last successful read were probed: "
                            + unreadable.getMessage());
        }
    }
}
