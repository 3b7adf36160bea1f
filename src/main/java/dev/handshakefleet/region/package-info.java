/**
 * The regions of a fleet: the last run that each recorded in the state table, and which of them are silent.
 *
 * <pre>
 *   scheduled run of a region ─► {@code RegionRun} ─► {@code RegionStore} ─► {@code RegionRecords} ─► {@code RegionLiveness}
 *                               └ {@code RunPace}   how fast it was
 * </pre>
 */
package dev.handshakefleet.region;
