/**
 * The timed probe of one target: name lookup, TCP connect, plain-text upgrade, TLS handshake, HTTP exchange. It reports facts and
 * judges nothing.
 *
 * <pre>
 *   target ─► {@code Prober} ─► a result for each address
 *               │ {@code NameLookup}                dns
 *               │ EgressPolicy                may the probe connect?
 *               │ {@code HostPlaces}                waits in its {@code Turn} where too many probe the same address
 *               ├ {@code AddressProbe}
 *               │    connect    Links, of probe.net
 *               │    starttls   StartTls, of probe.starttls
 *               │    tls        ClientSession, of probe.tls
 *               │    request, ttfb, download   HttpExchange, of probe.http
 *               ├ {@code Diagnosis}         why a handshake failed: a TrialHandshake for each thing that may be changed
 *               └ {@code OtherAddresses}    whether another address of the name completes one
 * </pre>
 *
 * <p>Expected failures are values. Nothing here throws for them.
 */
package dev.handshakefleet.probe;
