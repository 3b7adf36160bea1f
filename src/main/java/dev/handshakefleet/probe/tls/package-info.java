/**
 * The TLS engine: Bouncy Castle's low-level client, driven without blocking, so that every wait can be timed and the chain is
 * available even if it is not valid.
 *
 * <pre>
 *   {@code Handshaker} ─► {@code ClientSession}   sends, waits, times by the stamps of the stream, names failures
 *      └ {@code RecordingProtocol}        names each handshake message
 *           └ {@code ResumingProtocol}    keeps what is needed to resume: {@code ResumableSession}
 *                └ {@code ProbeClient}    sends a {@code ClientOffer}, accepts every chain, presents a client certificate
 *                     └ {@code ObservingCrypto}   keeps the certificates and the signature scheme
 * </pre>
 *
 * <p>Nothing here validates a certificate. That happens afterwards, outside the timed path.
 */
package dev.handshakefleet.probe.tls;
