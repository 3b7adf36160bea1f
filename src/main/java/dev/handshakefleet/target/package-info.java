/**
 * What to probe and what is expected of it. Floor 0: imports no other room.
 *
 * <pre>
 *   "example.com:8443"  ──┐
 *                         ├─► {@link dev.handshakefleet.target.read.TargetReader} ─► {@link dev.handshakefleet.target.Target}
 *   {"host": …, "sla": …} ┘            or {@link dev.handshakefleet.base.BadInputException}, which names field, value and accepted form
 * </pre>
 */
package dev.handshakefleet.target;
