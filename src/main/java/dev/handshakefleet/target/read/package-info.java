/**
 * Reads written targets: texts, and the maps that a JSON or YAML parser returns.
 *
 * <pre>
 *   "example.com:8443"     ──┐
 *                            ├─► {@code TargetReader} ─► {@code TargetList}: targets, and a {@code RejectedTarget} for each invalid entry
 *   {"host": …, "sla": …}  ──┘      one reader a setting: {@code SlaReader}, {@code TlsOfferReader}, {@code AlertPolicyReader}, …
 * </pre>
 */
package dev.handshakefleet.target.read;
