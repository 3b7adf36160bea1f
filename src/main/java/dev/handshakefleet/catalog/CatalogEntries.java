package dev.handshakefleet.catalog;

import java.util.List;
import java.util.Map;

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

    /** @return the targets as written, in the order of their hashes */
    public List<Object> writtenByHash() {
        return entries.stream()
                .map(entry -> Map.entry(HashRange.hashOf(entry.id()), entry.written()))
                .sorted((one, other) -> Long.compareUnsigned(one.getKey(), other.getKey()))
                .<Object>map(Map.Entry::getValue)
                .toList();
    }
}
