package dev.handshakefleet.catalog;

import java.util.Objects;

/**
 * A target of the catalog.
 *
 * @param id the id of the target
 * @param written the target as its owner wrote it: a text or a map, as {@code TargetReader} takes it
 */
public record CatalogEntry(String id, Object written) {

    public CatalogEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(written, "written");
    }
}
