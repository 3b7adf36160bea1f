/**
 * A certificate authority and TLS servers on loopback, for the demo, the bench and the tests. Not deployed.
 *
 * <pre>
 *   {@code LocalAuthority} ─► {@code CertificateDraft} ─► {@code LocalIdentity} ─► {@code LoopbackServer}
 * </pre>
 *
 * <p>{@code LoopbackPort} gives ports to servers of other programs.
 */
package dev.handshakefleet.local.server;
