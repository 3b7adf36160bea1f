/**
 * The catalog of targets in the state table, in versions that never change once they are readable.
 *
 * <pre>
 *   {@code CatalogEntry}s ─► {@code Packing} ─► {@code CatalogPacks}     a version: packs of targets, each of a {@code HashRange}
 *                                       {@code CatalogPointer}   names the current version and the kept ones
 *   {@code TargetCatalog}    reads the current version, or a range of any kept one
 *   {@code CatalogWriter}    plans ({@code CatalogPlan}), applies and rolls back
 *   {@code UnfinishedVersions}  what a writer that died has left
 *   {@code OldLayout}        the catalog as it was stored before there were versions
 * </pre>
 */
package dev.handshakefleet.catalog;
