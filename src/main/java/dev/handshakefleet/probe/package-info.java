/**
 * The timed probe of one target: name lookup, TCP connect, plain-text upgrade, TLS handshake, HTTP
 * exchange. Says what happened, never whether it is good.
 *
 * <pre>
 *   Target ─► {@link dev.handshakefleet.probe.Prober} ─► ProbeResult, one for each address
 *               │ {@link dev.handshakefleet.egress.NameResolver}                        dns
 *               │ {@link dev.handshakefleet.egress.EgressPolicy}                        may we connect to this address?
 *               └ {@code AddressProbe}
 *                   │ {@link dev.handshakefleet.probe.net.Links}                       connect
 *                   │ {@link dev.handshakefleet.probe.starttls.StartTls}               starttls
 *                   │ {@link dev.handshakefleet.probe.tls.ClientSession}               tls
 *                   └ {@link dev.handshakefleet.probe.http.HttpExchange}               request, ttfb, download
 *               {@code Diagnosis}: why a handshake failed, by others with one thing changed
 * </pre>
 *
 * Expected failures of the outside are values ({@link dev.handshakefleet.probe.result.Failure}); nothing here throws for them.
 */
package dev.handshakefleet.probe;
