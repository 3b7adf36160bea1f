package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** Shakes hands with real servers and records the bytes of both sides. */
final class FlightRecorder implements AutoCloseable {

    private static final List<String> SUITES_OF_TLS13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> SUITES_BEFORE = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");

    private final Links links = Links.open();
    private final PeerIdentities identities;

    FlightRecorder(Path directory) throws IOException {
        identities = PeerIdentities.in(directory);
    }

    /** Records every handshake of the list whose server is installed here; recordings of other servers stay. */
    void recordAll() throws IOException, GeneralSecurityException {
        for (Map.Entry<String, PeerSettings> wanted : orders().entrySet()) {
            String make = wanted.getKey().split("-", -1)[0];
            try {
                record(wanted.getKey(), PeerMake.valueOf(make.toUpperCase(Locale.ROOT)), wanted.getValue());
            } catch (TestAbortedException notInstalled) {
                System.out.println(wanted.getKey() + " is not recorded again: " + notInstalled.getMessage());
            }
        }
    }

    /** Two versions for each kind of server, and the other differences on the wire. */
    private static Map<String, PeerSettings> orders() {
        Map<String, PeerSettings> orders = new LinkedHashMap<>();
        for (String make : List.of("openssl", "nginx", "haproxy", "gnutls", "go", "jsse")) {
            orders.put(make + "-tls13", PeerSettings.speaking("TLSv1.3").with(KeyKind.EC_P256));
            orders.put(make + "-tls12", PeerSettings.speaking("TLSv1.2"));
        }
        orders.put("openssl-tls13-retry", PeerSettings.speaking("TLSv1.3").onlyGroup("secp384r1"));
        orders.put("openssl-tls12-rsa", PeerSettings.speaking("TLSv1.2").onlySuite("TLS_RSA_WITH_AES_128_CBC_SHA"));
        orders.put("gnutls-tls11", PeerSettings.speaking("TLSv1.1"));
        orders.put(
                "gnutls-tls13-certificate-wish",
                PeerSettings.speaking("TLSv1.3")
                        .demanding(PeerSettings.Demand.WISH)
                        .announcing("h2"));
        orders.put(
                "nginx-tls12-certificate-wish",
                PeerSettings.speaking("TLSv1.2")
                        .with(KeyKind.EC_P256)
                        .demanding(PeerSettings.Demand.WISH)
                        .announcing("h2"));
        return orders;
    }

    private void record(String name, PeerMake make, PeerSettings order) throws IOException, GeneralSecurityException {
        TlsOffer offer = new TlsOffer(
                TlsOffer.Profile.BROWSER,
                List.of(order.version()),
                order.suite().map(List::of).orElse(order.is13() ? SUITES_OF_TLS13 : SUITES_BEFORE),
                List.of("x25519", "secp256r1", "secp384r1"),
                Optional.of(List.of("h2", "http/1.1")));
        try (Peer peer = make.start(order, identities);
                Link link =
                        links.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()), soon())) {
            Listening listening = new Listening(link);
            ClientSession session = RecordedFlight.client(name, offer);
            Handshake handshake = session.shakeHands(listening, soon());
            List<RecordedFlight.Flight> flights = listening.flights();
            session.sendClosureAlert();
            handshake.failure().ifPresent(failure -> {
                throw new AssertionError(name + ": " + failure);
            });
            String whoAndWhen = peer.name() + ", recorded " + LocalDate.now(ZoneOffset.UTC);
            Map<String, String> agreed = RecordedFlight.agreed(handshake.facts());
            new RecordedFlight(name, whoAndWhen, offer, agreed, flights).write();
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        links.close();
    }

    /** Passes everything on and records it. */
    private static final class Listening implements TimedStream {

        private final TimedStream stream;
        private final List<RecordedFlight.Flight> flights = new ArrayList<>();

        Listening(TimedStream stream) {
            this.stream = stream;
        }

        /** The bytes so far. */
        List<RecordedFlight.Flight> flights() {
            return List.copyOf(flights);
        }

        @Override
        public Departure send(byte[] bytes, Deadline deadline) throws IOException {
            heard(Sender.CLIENT, bytes);
            return stream.send(bytes, deadline);
        }

        @Override
        public Arrival receive(Deadline deadline) throws IOException {
            Arrival arrival = stream.receive(deadline);
            heard(Sender.SERVER, arrival.bytes());
            return arrival;
        }

        private void heard(Sender from, byte[] bytes) {
            boolean goesOn = !flights.isEmpty() && flights.getLast().from() == from;
            RecordedFlight.Flight before = goesOn ? flights.removeLast() : new RecordedFlight.Flight(from, new byte[0]);
            flights.add(RecordedFlight.longer(before, bytes));
        }
    }
}
