package dev.handshakefleet.catalog;

import java.util.List;

/**
 * Entries of the catalog with the version that they come from.
 *
 * @param version the version; {@link CatalogVersion#isOldLayout} where the catalog is stored as it was before there were versions
 * @param entries the entries, by id; those of one range where a range was read
 */
public record CatalogEntries(CatalogVersion version, List<CatalogEntry> entries) {

    public CatalogEntries {
        entries = List.copyOf(entries);
    }

    /** @return the targets as written, in the order of their ids */
    public List<Object> written() {
        return entries.stream().map(CatalogEntry::written).toList();
    }
}
