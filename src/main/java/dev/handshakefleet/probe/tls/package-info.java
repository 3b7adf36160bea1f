/**
 * The TLS engine: Bouncy Castle's low-level client, driven without blocking inside it, so that every wait is ours to time
 * and the chain is in our hands even when it would not validate.
 *
 * <pre>
 *   {@link dev.handshakefleet.probe.tls.Handshaker} ─► {@link dev.handshakefleet.probe.tls.ClientSession}  sends, waits, times by the stream's stamps, names the failure
 *      └ {@code RecordingProtocol}  names each handshake message as it passes
 *           └ {@code ResumingProtocol}  keeps what a server gave to come back with: {@link dev.handshakefleet.probe.tls.ResumableSession}
 *                └ {@code ProbeClient}   sends a {@code ClientOffer}, accepts every chain, presents a {@link dev.handshakefleet.probe.tls.identity.ClientIdentity}
 *                     └ {@code ObservingCrypto}  keeps the certificates and the signature scheme seen
 * </pre>
 *
 * Nothing here validates a certificate: that is done afterwards, off the timed path.
 */
package dev.handshakefleet.probe.tls;
