/**
 * Endpoints of Gatus.
 *
 * <pre>
 *   {@code GatusReader}: endpoints ─► address, name, group
 *     {@code GatusConditions}: status, response time, expiry of the certificate
 *     {@code GatusAlerts}: after how many failures people are told
 * </pre>
 */
package dev.handshakefleet.imports.gatus;
