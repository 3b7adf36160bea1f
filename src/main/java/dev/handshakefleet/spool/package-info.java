/**
 * Measurements that the table did not take: a queue of the region keeps them until it does.
 *
 * <pre>
 *   run ─► {@code StoreOrSpool} ─► table
 *                 └► {@code SpoolQueue} ─► {@code SpoolMessage} ─► queue ─► function ─► table
 * </pre>
 *
 * <p>The way from the queue is that of every message: {@code lambda.SpoolWorker} reads it by {@code SpoolMessage}. The key of an item makes
 * a second delivery harmless.
 */
package dev.handshakefleet.spool;
