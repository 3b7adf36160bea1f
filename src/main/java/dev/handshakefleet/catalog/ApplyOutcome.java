package dev.handshakefleet.catalog;

import java.util.Optional;

/** What became of an apply or a rollback. */
public sealed interface ApplyOutcome {

    /**
     * The version is current.
     *
     * @param pointer the pointer after the switch
     * @param notDeleted why versions that are no longer kept could not be deleted, in one sentence; the next apply deletes them
     */
    record Applied(CatalogPointer pointer, Optional<String> notDeleted) implements ApplyOutcome {}

    /**
     * Another apply was first. Nothing of this one remains.
     *
     * @param pointer the pointer that it has set
     */
    record Overtaken(CatalogPointer pointer) implements ApplyOutcome {}

    /** This apply took so long that another one took it for dead and deleted what it wrote. The catalog is as it was. */
    record Discarded() implements ApplyOutcome {}
}
