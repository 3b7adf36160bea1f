package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a handshake agreed on and how its time was spent. After a failed handshake: as far as it got.
 *
 * @param version {@code TLSv1.3} or {@code TLSv1.2}; empty before ServerHello
 * @param cipher IANA name of the cipher suite
 * @param group IANA name of the group of the key exchange; empty where none was used
 * @param dhBits size of the prime of a finite-field Diffie-Hellman exchange before TLS 1.3; empty where there was none
 * @param signatureScheme IANA name (RFC 8446, 4.2.3) of the scheme that the server signed with
 * @param signatureBroken whether the server signed the handshake and the signature does not verify by the leaf's key
 * @param alpn the application protocol chosen (RFC 7301)
 * @param serverName the name sent in SNI; empty where none was sent (an IP literal)
 * @param resumed whether a session was resumed
 * @param helloRetryRequest whether the server asked for another ClientHello
 * @param ocspStaple the OCSP response that the server sent, DER, unverified; empty where it sent none
 * @param scts the logs whose timestamps came with the leaf; empty where not known
 * @param waited ({@code wait} in JSON) time during which nothing but the peer or the network was awaited: from each departure of
 *     ours to the arrival that let us go on
 * @param local the rest of the phase: our own computing and queueing; {@code waited + local} is the phase
 * @param network the part of {@code waited} that round trips at the smallest round-trip time seen explain; empty where the
 *     round-trip time is not known
 * @param server what is left of {@code waited}; empty together with {@code network}
 * @param bytesIn bytes read from the socket during the phase
 * @param bytesOut bytes written to the socket during the phase
 * @param steps the messages, in the order in which they were sent or arrived
 */
public record TlsFacts(
        Optional<String> version,
        Optional<String> cipher,
        Optional<String> group,
        OptionalInt dhBits,
        Optional<String> signatureScheme,
        boolean signatureBroken,
        Optional<String> alpn,
        Optional<String> serverName,
        boolean resumed,
        boolean helloRetryRequest,
        Optional<byte[]> ocspStaple,
        Optional<SctCount> scts,
        Duration waited,
        Duration local,
        Optional<Duration> network,
        Optional<Duration> server,
        int bytesIn,
        int bytesOut,
        List<HandshakeStep> steps) {

    public TlsFacts {
        Objects.requireNonNull(waited, "waited");
        Objects.requireNonNull(local, "local");
        steps = List.copyOf(steps);
    }

    /** The same with the wait split in two. */
    public TlsFacts withSplit(Duration ofNetwork, Duration ofServer) {
        return new TlsFacts(
                version,
                cipher,
                group,
                dhBits,
                signatureScheme,
                signatureBroken,
                alpn,
                serverName,
                resumed,
                helloRetryRequest,
                ocspStaple,
                scts,
                waited,
                local,
                Optional.of(ofNetwork),
                Optional.of(ofServer),
                bytesIn,
                bytesOut,
                steps);
    }
}
