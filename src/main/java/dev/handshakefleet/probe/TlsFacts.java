package dev.handshakefleet.probe;

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
 * @param signatureScheme IANA name (RFC 8446, 4.2.3) of the scheme that the server signed with
 * @param alpn the application protocol chosen (RFC 7301)
 * @param serverName the name sent in SNI; empty where none was sent (an IP literal)
 * @param resumed whether a session was resumed
 * @param helloRetryRequest whether the server asked for another ClientHello
 * @param ocspStapled whether the server sent an OCSP response
 * @param scts signed certificate timestamps in the leaf and in the TLS extension; empty where not known
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
        Optional<String> signatureScheme,
        Optional<String> alpn,
        Optional<String> serverName,
        boolean resumed,
        boolean helloRetryRequest,
        boolean ocspStapled,
        OptionalInt scts,
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
                signatureScheme,
                alpn,
                serverName,
                resumed,
                helloRetryRequest,
                ocspStapled,
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
