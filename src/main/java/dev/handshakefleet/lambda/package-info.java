/**
 * The entry point on AWS Lambda.
 *
 * <pre>
 *   JSON ─► {@code EventReader} ─► {@code FleetEvent} ─► {@code ProbeFunction} ─► JSON
 * </pre>
 */
package dev.handshakefleet.lambda;
