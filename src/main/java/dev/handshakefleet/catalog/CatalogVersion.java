package dev.handshakefleet.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of the catalog. Its targets never change.
 *
 * @param number rises with every apply and is never used again; an apply that failed leaves a gap. 0 for the old layout
 * @param count how many targets it holds
 * @param buckets into how many equal ranges of hashes its packs are divided at least; a power of two
 * @param appliedAt when it was applied, in milliseconds
 * @param by who applied it, if that is known
 */
public record CatalogVersion(long number, int count, int buckets, Instant appliedAt, Optional<String> by) {

    private static final long OLD_LAYOUT = 0;

    static CatalogVersion ofOldLayout(int count, Instant appliedAt) {
        return new CatalogVersion(OLD_LAYOUT, count, 1, appliedAt, Optional.empty());
    }

    /** @return whether this is the catalog as it was stored before there were versions; it can change under its number */
    public boolean isOldLayout() {
        return number == OLD_LAYOUT;
    }
}
