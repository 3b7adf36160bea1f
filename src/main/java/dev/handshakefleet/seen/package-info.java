/**
 * The history of leaves: which certificates a target served before, and what a new one replaced.
 *
 * <pre>
 *   results of a run ─► {@code CertificateWatch} ─► {@code ChangesSeen}: results, renewals, problems
 *                         └ {@code LeafBook}   DynamoDB: one item a target and leaf ({@code LeafItem}), written at first sight
 * </pre>
 */
package dev.handshakefleet.seen;
