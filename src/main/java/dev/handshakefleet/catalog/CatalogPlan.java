package dev.handshakefleet.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What an apply or a rollback will do. It is carried out only if the catalog has not been switched since.
 *
 * @param seen the pointer that the plan was made from; empty where no version was applied yet
 * @param before the current targets; empty where no catalog was applied
 * @param after the targets after it, by id
 * @param rollbackTo the kept version that becomes current again; empty for an apply
 * @param difference from before to after
 * @param unread why the current targets could not be read, in one sentence; the difference then lists all as added
 */
public record CatalogPlan(
        Optional<CatalogPointer> seen,
        Optional<CatalogEntries> before,
        List<CatalogEntry> after,
        Optional<CatalogVersion> rollbackTo,
        CatalogDifference difference,
        Optional<String> unread) {

    public CatalogPlan {
        after = List.copyOf(after);
    }

    /** @return whether the current version holds exactly these targets */
    public boolean changesNothing() {
        return seen.isPresent() && before.isPresent() && rollbackTo.isEmpty() && difference.isEmpty();
    }

    /** @return whether no target is left after it */
    public boolean leavesNothing() {
        return after.isEmpty();
    }

    /** @return whether no target of now is there after it, although there are some now */
    public boolean removesEverything() {
        int now = before.map(entries -> entries.entries().size()).orElse(0);
        return now > 0 && difference.removed().size() == now;
    }
}
