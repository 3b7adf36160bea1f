/**
 * A scheduled run as a whole, from the event to the answer, and how it grows with the number of targets. Not deployed.
 *
 * <pre>
 *   {@code LoadBenchmark} ─► DynamoDB Local with a catalog of {@code LoadTarget}s ─► {@code LoadWorker} (a process of its own: the handler
 *                       of the function, AwsCalls counted) ─► {@code InvocationReport} ─► {@code LoadRow}, {@code CallRow}
 * </pre>
 */
package dev.handshakefleet.bench.load;
