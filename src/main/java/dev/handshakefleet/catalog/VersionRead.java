package dev.handshakefleet.catalog;

/** The answer to a read of a version. */
public sealed interface VersionRead {

    /**
     * The version was read.
     *
     * @param entries all of its entries in the range that was asked for, by id
     */
    record Read(CatalogEntries entries) implements VersionRead {}

    /**
     * The version, or a part of it, is no longer there: newer ones have replaced it. {@link TargetCatalog#pointer} names those that are
     * kept.
     *
     * @param version the version that was asked for
     */
    record Gone(CatalogVersion version) implements VersionRead {}
}
