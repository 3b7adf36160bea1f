package dev.handshakefleet.fleet;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.catalog.CatalogEntries;
import dev.handshakefleet.catalog.CatalogPointer;
import dev.handshakefleet.catalog.CatalogUnavailableException;
import dev.handshakefleet.catalog.TargetCatalog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The targets of scheduled runs: the catalog if one was applied, otherwise {@code FLEET_TARGETS}. If the catalog cannot
 * be read, the copy that this process read last is used, so an outage of the table does not end probing. A process that
 * has not read it yet uses no targets: it cannot know whether a catalog was applied, and {@code FLEET_TARGETS} are other
 * targets. A version of the catalog is read once by each process, because it never changes; a run then reads which version is current.
 * Thread-safe.
 */
final class ScheduledTargets {

    private static final String NAME = "name";

    private final Optional<TargetCatalog> catalog;
    private final List<Object> untilApplied;
    private volatile Optional<Copy> lastRead = Optional.empty();

    /** What was read last: the catalog, empty where none was applied, and the targets. */
    private record Copy(Optional<CatalogEntries> catalog, List<Object> entries) {}

    ScheduledTargets(Optional<TargetCatalog> catalog, List<String> untilApplied) {
        this.catalog = catalog;
        this.untilApplied = List.copyOf(untilApplied);
    }

    /**
     * Puts scheduled targets in the place of entries that hold only their name, {@code {"name": "shop-rsa"}}.
     *
     * @return the entries, with the fault if the catalog was asked for and could not be read; an unknown name stays as it is
     */
    ScheduledEntries withNamed(List<Object> requested) {
        if (requested.stream().noneMatch(ScheduledTargets::isOnlyAName)) {
            return ScheduledEntries.of(requested);
        }
        ScheduledEntries known = entries();
        return known.with(requested.stream()
                .map(entry -> isOnlyAName(entry) ? named(entry, known.entries()) : entry)
                .toList());
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

    /** @return the entries of the targets, with the fault if the catalog could not be read */
    ScheduledEntries entries() {
        return entries(Optional.empty());
    }

    /**
     * As {@link #entries()}, without asking again which version is current.
     *
     * @param seen what the caller has read; the entries are then in the order of their hashes
     */
    ScheduledEntries entries(Optional<CatalogPointer> seen) {
        if (catalog.isEmpty()) {
            return ScheduledEntries.of(untilApplied);
        }
        try {
            Copy copy = read(catalog.get(), seen);
            return ScheduledEntries.of(seen.flatMap(_ -> copy.catalog())
                    .map(CatalogEntries::writtenByHash)
                    .orElse(copy.entries()));
        } catch (SdkException unreadable) {
            return unread(AwsFault.sentence(unreadable, catalog.get().name()));
        } catch (CatalogUnavailableException notReadable) {
            return unread(notReadable.getMessage());
        }
    }

    private Copy read(TargetCatalog stored, Optional<CatalogPointer> seen) {
        Optional<Copy> known = lastRead;
        Optional<CatalogEntries> now = stored.entries(known.flatMap(Copy::catalog), seen);
        if (known.isPresent() && known.get().catalog().equals(now)) {
            return known.get();
        }
        Copy copy = new Copy(now, now.map(CatalogEntries::written).orElse(untilApplied));
        lastRead = Optional.of(copy);
        return copy;
    }

    private ScheduledEntries unread(String reason) {
        return lastRead.map(copy -> new ScheduledEntries(
                        copy.entries(),
                        Optional.of("The catalog could not be read, so the targets of the last successful read were"
                                + " probed: " + reason)))
                .orElseGet(() -> new ScheduledEntries(
                        List.of(),
                        Optional.of("The catalog could not be read, and this process has not read it before, so"
                                + " nothing was probed: " + reason)));
    }
}
