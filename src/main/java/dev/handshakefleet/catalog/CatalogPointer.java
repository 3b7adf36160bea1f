package dev.handshakefleet.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which version of the catalog is current, and which ones are kept.
 *
 * @param revision rises by one with every switch, also with a rollback
 * @param current the version that runs read
 * @param switchedAt when it became current, in milliseconds
 * @param by who made it current, if that is known
 * @param versions the kept versions with the current one, the oldest first; at most {@link #MOST_KEPT}
 */
public record CatalogPointer(
        long revision, CatalogVersion current, Instant switchedAt, Optional<String> by, List<CatalogVersion> versions) {

    /** The most versions that are kept, the current one included. */
    public static final int MOST_KEPT = 10;

    public CatalogPointer {
        versions = List.copyOf(versions);
    }

    /** @return the kept version with that number */
    public Optional<CatalogVersion> version(long number) {
        return versions.stream().filter(kept -> kept.number() == number).findFirst();
    }

    /** @return the newest kept version that is older than the current one */
    public Optional<CatalogVersion> before() {
        return versions.stream()
                .filter(kept -> kept.number() < current.number())
                .max(Comparator.comparingLong(CatalogVersion::number));
    }

    /** @return the pointer after a version was made current; new versions have the highest number */
    CatalogPointer switchedTo(List<CatalogVersion> added, CatalogVersion next, Instant at, Optional<String> user) {
        return new CatalogPointer(revision + 1, next, at, user, newest(versions, added));
    }

    /** @return the first pointer */
    static CatalogPointer first(
            List<CatalogVersion> versions, CatalogVersion current, Instant at, Optional<String> user) {
        return new CatalogPointer(1, current, at, user, newest(versions, List.of()));
    }

    private static List<CatalogVersion> newest(List<CatalogVersion> kept, List<CatalogVersion> added) {
        List<CatalogVersion> all = Stream.concat(kept.stream(), added.stream())
                .sorted(Comparator.comparingLong(CatalogVersion::number))
                .toList();
        return all.subList(Math.max(0, all.size() - MOST_KEPT), all.size());
    }
}
