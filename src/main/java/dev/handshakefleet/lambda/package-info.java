/**
 * The Lambda door: an event comes in, a report goes out.
 *
 * <pre>
 *   JSON ─► {@link dev.handshakefleet.lambda.EventReader} ─► FleetEvent ─► {@link dev.handshakefleet.lambda.ProbeFunction} ─► JSON
 * </pre>
 */
package dev.handshakefleet.lambda;
