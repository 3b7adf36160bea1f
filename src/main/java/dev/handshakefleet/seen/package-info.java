/**
 * The history of leaves: which certificates a target served before, and what a new one replaced.
 *
 * <pre>
 *   results of a run ─► {@code LeafHistory} ─► {@code LeafBatches} ─► {@code LeafChanges}: comparisons, replacements, problems
 *                         └ {@code LeafStore}   DynamoDB: one item a target and leaf ({@code LeafItem}), written at first sight
 * </pre>
 */
package dev.handshakefleet.seen;
