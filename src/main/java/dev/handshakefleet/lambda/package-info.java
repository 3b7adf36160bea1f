/**
 * The entry point on AWS Lambda.
 *
 * <pre>
 *   JSON ─► {@code EventReader} ─► {@code FleetEvent} ─► {@code ProbeFunction} ─► JSON
 *                          └ {@code QueueMessage} ─► {@code MessageWorkers} ─► {@code MessageWorker}   messages of queues, each by itself
 * </pre>
 */
package dev.handshakefleet.lambda;
