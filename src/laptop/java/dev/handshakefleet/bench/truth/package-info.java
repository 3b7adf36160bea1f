/**
 * How true the reported times are, compared with a packet capture. Not deployed.
 *
 * <pre>
 *   client ──► DelayingRelay ──► server
 *      └ {@code PacketCapture} on the client's side ─► {@code WireTimes};  {@code TruthBenchmark}: reported − captured = error
 * </pre>
 */
package dev.handshakefleet.bench.truth;
