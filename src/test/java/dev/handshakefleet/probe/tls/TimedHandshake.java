package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One handshake of the engine with a server of the tests, over a connection that is open until {@link #close}.
 *
 * @param link the connection
 * @param session made over it
 * @param handshake its result
 */
record TimedHandshake(Link link, ClientSession session, Handshake handshake) implements AutoCloseable {

    private static final Handshaker ENGINE = new Handshaker();

    static TimedHandshake to(Peer peer, Links links, TlsOffer offer, Optional<ClientIdentity> identity)
            throws IOException {
        ClientSession session = ENGINE.prepare(target(offer), identity, Optional.empty());
        Link link = links.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()), soon());
        return new TimedHandshake(link, session, session.shakeHands(link, soon()));
    }

    /** Asks for the page {@code /} by HTTP/1.0; everything that comes until the server ends it. */
    String answer() throws IOException {
        byte[] request = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Departure _ = session.secured().send(request, soon());
        StringBuilder answer = new StringBuilder();
        Arrival arrival = session.secured().receive(soon());
        while (!arrival.isEnd()) {
            answer.append(new String(arrival.bytes(), StandardCharsets.US_ASCII));
            arrival = session.secured().receive(soon());
        }
        return answer.toString();
    }

    @Override
    public void close() {
        session.sendClosureAlert();
        link.close();
    }

    private static Target target(TlsOffer offer) {
        return Target.builder()
                .host("localhost")
                .port(443)
                .protocol(Protocol.TLS)
                .addresses(AddressChoice.FIRST)
                .tls(offer)
                .sla(new Sla(Map.of()))
                .expiry(ExpiryPolicy.BY_LIFETIME)
                .revocation(RevocationPolicy.OFF)
                .alert(AlertPolicy.DEFAULT)
                .tags(new TreeMap<>())
                .build();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }
}
