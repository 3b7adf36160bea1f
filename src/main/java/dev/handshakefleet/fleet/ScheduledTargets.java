package dev.handshakefleet.fleet;

import dev.handshakefleet.base.WithProblems;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The targets of scheduled runs: the catalog if one was applied, otherwise {@code FLEET_TARGETS}. If the catalog cannot
 * be read, the last known one is used, so an outage of the table does not end probing. Thread-safe.
 */
final class ScheduledTargets {

    private static final String NAME = "name";

    private final Optional<TargetCatalog> catalog;
    private final List<Object> untilApplied;
    private volatile List<Object> lastRead;

    ScheduledTargets(Optional<TargetCatalog> catalog, List<String> untilApplied) {
        this.catalog = catalog;
        this.untilApplied = List.copyOf(untilApplied);
        this.lastRead = this.untilApplied;
    }

    /**
     * Puts scheduled targets in the place of entries that hold only their name, {@code {"name": "shop-rsa"}}.
     *
     * @return the entries, with a problem if the catalog was asked for and could not be read; an unknown name stays as it is
     */
    WithProblems<List<Object>> withNamed(List<Object> requested) {
        if (requested.stream().noneMatch(ScheduledTargets::isOnlyAName)) {
            return WithProblems.none(requested);
        }
        WithProblems<List<Object>> known = entries();
        List<Object> entries = requested.stream()
                .map(entry -> isOnlyAName(entry) ? named(entry, known.value()) : entry)
                .toList();
        return new WithProblems<>(entries, known.problems());
    }

    private static boolean isOnlyAName(Object entry) {
        return entry instanceof Map<?, ?> fields && fields.keySet().equals(Set.of(NAME));
    }

    private static Object named(Object entry, List<Object> known) {
        return known.stream()
                .filter(other -> other instanceof Map<?, ?> fields
                        && Objects.equals(fields.get(NAME), ((Map<?, ?>) entry).get(NAME)))
                .findFirst()
                .orElse(entry);
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
