/**
 * The timed probe of one target: name lookup, TCP connect, TLS handshake. Says what happened, never whether it is good.
 *
 * <pre>
 *   Target ─► {@link dev.handshakefleet.probe.Prober} ─► ProbeResult
 *               │ {@link dev.handshakefleet.probe.NameResolver}   dns
 *               │ {@link dev.handshakefleet.probe.EgressPolicy}   may we connect to this address?
 *               │ Socket                                          connect
 *               └ {@link dev.handshakefleet.probe.tls.Handshaker} tls
 * </pre>
 *
 * Expected failures of the outside are values ({@link dev.handshakefleet.probe.Failure}); nothing here throws for them.
 */
package dev.handshakefleet.probe;
