/**
 * The TLS engine: Bouncy Castle's low-level client, driven without blocking inside it, so that every wait is ours to time
 * and the chain is in our hands even when it would not validate.
 *
 * <pre>
 *   {@link dev.handshakefleet.probe.tls.Handshaker}        reads and writes the socket, stamps, names the failure
 *      └ {@code RecordingProtocol}  names each handshake message as it passes
 *           └ {@code ProbeClient}   what our ClientHello offers; accepts every chain
 *                └ {@code ObservingCrypto}  keeps the certificates and the signature scheme seen
 * </pre>
 *
 * Nothing here validates a certificate: that is done afterwards, off the timed path.
 */
package dev.handshakefleet.probe.tls;
