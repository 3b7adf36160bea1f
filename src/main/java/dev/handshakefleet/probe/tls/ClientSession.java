package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.Phase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;

/**
 * One TLS session over one stream. Its ClientHello is built in advance. The measured time begins when the ClientHello
 * leaves. It ends when the server's Finished is verified and ours has left (RFC 8446, 2; RFC 5246, 7.3). Afterwards the
 * session carries application data. Used once, by one thread.
 */
public final class ClientSession {

    /** Larger than any honest flight: 20 certificates of 10 KB and a stapled response fit. */
    private static final int MOST_BYTES_IN = 256 * 1024;

    private static final int LENGTH_OF_CHANGE_CIPHER_SPEC = 6;
    private static final int LONGEST_PROTOCOL_SHOWN = 255;
    private static final Duration GOODBYE = Duration.ofMillis(50);

    private final ProbeClient client;
    private final ObservingCrypto crypto;
    private final RecordingProtocol protocol = new RecordingProtocol();
    private final FirstBytes firstBytes = new FirstBytes();
    private final FlightTimes flights = new FlightTimes();
    private final boolean cold;

    private TimedStream stream;
    private Departure clientHello = () -> 0;
    private byte[] heldBack = new byte[0];
    private int bytesIn;
    private int bytesOut;

    ClientSession(ProbeClient client, boolean cold) throws IOException {
        this.client = client;
        this.crypto = (ObservingCrypto) client.getCrypto();
        this.cold = cold;
        protocol.connect(client);
    }

    /**
     * Runs the handshake.
     *
     * @param connected a stream on which no TLS byte was sent yet
     * @param deadline the handshake fails with {@code TIMEOUT} after it
     * @return the result; failures are values in it
     */
    public Handshake shakeHands(TimedStream connected, Deadline deadline) {
        stream = connected;
        long called = System.nanoTime();
        clientHello = () -> called;
        Optional<Failure> failure = exchange(deadline);
        long ended = System.nanoTime();
        long end = failure.isEmpty() && flights.clientSentLast() ? flights.lastDeparture() : ended;
        Duration took = Duration.ofNanos(end - clientHello.nanos());
        return new Handshake(facts(took), crypto.presentedChain(), took, end, flights.roundTrips(), cold, failure);
    }

    /** The application data of the session after the handshake. Its instants are those of the stream below. */
    public TimedStream secured() {
        return new SecuredStream(protocol, stream);
    }

    /**
     * Returns the session for a later handshake, outside the measured time. A TLS 1.3 server can send its ticket at any
     * time, so this waits for one.
     *
     * @param deadline the end of the waiting time
     * @return empty if no ticket came
     */
    public Optional<ResumableSession> resumable(Deadline deadline) {
        return protocol.session().isPresent() ? protocol.session() : ticket(deadline);
    }

    private Optional<ResumableSession> ticket(Deadline deadline) {
        try {
            SecuredStream secured = new SecuredStream(protocol, stream);
            while (protocol.session().isEmpty() && !protocol.isClosed() && secured.readRecords(deadline)) {
                // Reads until a ticket or the end of the stream has come.
            }
        } catch (IOException | RuntimeException noTicket) {
            // No ticket will come.
        }
        return protocol.session();
    }

    /**
     * Waits for a refusal, outside the measured time. A TLS 1.3 server checks the client certificate only after our
     * last flight. Its refusal is an alert that arrives after our side of the handshake has completed.
     *
     * @param longest the longest waiting time; no bytes within it mean that the server accepts
     * @return the refusal; empty if the server accepts
     */
    public Optional<Failure> refusalOfOurCertificate(Duration longest) {
        boolean isPossible = client.certificateRequest().isPresent()
                && client.parameters()
                        .map(SecurityParameters::getNegotiatedVersion)
                        .filter(ProtocolVersion.TLSv13::equals)
                        .isPresent();
        if (!isPossible) {
            return Optional.empty();
        }
        Deadline deadline = Deadline.in(longest);
        try {
            boolean _ = new SecuredStream(protocol, stream).readRecords(deadline);
            return Optional.empty();
        } catch (SocketTimeoutException accepted) {
            return Optional.empty();
        } catch (IOException refusal) {
            return Optional.of(HandshakeFailures.of(refusal, protocol.endingAlert(), deadline));
        }
    }

    /** Whether the server asked for a client certificate. */
    public boolean certificateRequested() {
        return client.certificateRequest().isPresent();
    }

    /**
     * Adds the server's request for a client certificate to the detail of a failure. It is the likely cause if the
     * server asked for a certificate and then refused or closed the connection.
     */
    public Failure withCertificateRequest(Failure failure) {
        boolean mayBeTheCause = switch (failure.kind()) {
            case ALERT_RECEIVED, CLOSED_BY_PEER, CONNECTION_RESET -> true;
            default -> false;
        };
        return client.certificateRequest()
                .filter(request -> mayBeTheCause)
                .map(request -> failure.withDetail("The server requested " + request.description() + "; "
                                + (client.certificatePresented() ? "one was presented" : "none was presented"))
                        .withCause(Failure.Cause.CLIENT_CERTIFICATE))
                .orElse(failure);
    }

    /**
     * Adds to a failure after the handshake that the server asked for a renegotiation, which this client refuses with
     * no_renegotiation(100). Most servers then end the connection.
     */
    public Failure withRenegotiation(Failure failure) {
        return protocol.renegotiationRequested()
                ? failure.withDetail(
                                "The server asked for a renegotiation of TLS (HelloRequest) before it answered, usually to request"
                                        + " a client certificate for this path; the probe refused it")
                        .withCause(Failure.Cause.RENEGOTIATION)
                : failure;
    }

    /** Whether a server name (SNI) was sent. */
    public boolean sentServerName() {
        return client.sni().isPresent();
    }

    /** Sends a pending alert or close_notify, outside the measured time. The stream stays open. */
    public void sendClosureAlert() {
        try {
            protocol.close();
            byte[] last = takeOutput();
            if (last.length > 0 && stream != null) {
                Departure _ = stream.send(last, Deadline.in(GOODBYE));
            }
        } catch (IOException | RuntimeException nobodyListens) {
            // The measurement is complete; the caller closes the stream.
        }
    }

    private Optional<Failure> exchange(Deadline deadline) {
        try {
            clientHello = sendFlight(deadline).orElseThrow();
            while (protocol.isHandshaking()) {
                byte[] bytes = receive(deadline);
                protocol.offerInput(bytes, 0, bytes.length);
                Optional<Departure> _ = sendFlight(deadline);
            }
            return Optional.empty();
        } catch (HandshakeFailedException failed) {
            return Optional.of(failed.failure());
        } catch (IOException | RuntimeException failed) {
            return Optional.of(client.refusedGroup()
                    .map(HandshakeFailures::ofRefusedGroup)
                    .orElseGet(() -> HandshakeFailures.of(failed, protocol.endingAlert(), deadline)));
        }
    }

    private Optional<Departure> sendFlight(Deadline deadline) throws IOException {
        byte[] flight = takeOutput();
        if (flight.length == 0 || isHeldBack(flight)) {
            return Optional.empty();
        }
        Departure departure = stream.send(flight, deadline);
        protocol.departed(departure);
        flights.sent(departure);
        bytesOut += flight.length;
        return Optional.of(departure);
    }

    /**
     * Bouncy Castle produces the ChangeCipherSpec of middlebox compatibility right after ServerHello. It belongs
     * immediately before our next flight (RFC 8446, D.4), so it is held back until then. Sent alone, it would count as
     * a flight.
     */
    private boolean isHeldBack(byte[] flight) {
        boolean isLoneChangeCipherSpec = flight.length == LENGTH_OF_CHANGE_CIPHER_SPEC
                && flight[0] == ContentType.change_cipher_spec
                && protocol.isHandshaking();
        heldBack = isLoneChangeCipherSpec ? flight : new byte[0];
        return isLoneChangeCipherSpec;
    }

    /** The held-back bytes and the new ones. */
    private byte[] takeOutput() {
        int pending = protocol.getAvailableOutputBytes();
        if (pending == 0) {
            return new byte[0];
        }
        byte[] output = Arrays.copyOf(heldBack, heldBack.length + pending);
        int _ = protocol.readOutput(output, heldBack.length, pending);
        return output;
    }

    private byte[] receive(Deadline deadline) throws IOException, HandshakeFailedException {
        if (deadline.hasPassed()) {
            throw new SocketTimeoutException();
        }
        Arrival arrival = stream.receive(deadline);
        if (arrival.isEnd()) {
            throw failed(
                    Failure.Kind.CLOSED_BY_PEER,
                    bytesIn == 0
                            ? "The server closed the connection after the ClientHello and sent nothing"
                            : "The server closed the connection in the middle of the handshake, after " + bytesIn
                                    + " bytes");
        }
        bytesIn += arrival.bytes().length;
        if (bytesIn > MOST_BYTES_IN) {
            throw failed(
                    Failure.Kind.PROTOCOL_ERROR, "The server sent more than " + MOST_BYTES_IN + " bytes of handshake");
        }
        Optional<String> notTls = firstBytes.add(arrival.bytes(), arrival.bytes().length);
        if (notTls.isPresent()) {
            throw failed(Failure.Kind.NOT_TLS, notTls.get());
        }
        flights.received(arrival.nanos());
        protocol.arrivedAt(arrival.nanos());
        return arrival.bytes();
    }

    private TlsFacts facts(Duration took) {
        Optional<SecurityParameters> parameters = client.parameters();
        Duration waited = atMost(took, flights.waited());
        return TlsFacts.builder()
                .version(
                        parameters.map(SecurityParameters::getNegotiatedVersion).map(ClientSession::name))
                .cipher(parameters.flatMap(agreed -> CipherSuites.name(agreed.getCipherSuite())))
                .group(parameters.flatMap(this::group))
                .dhBits(client.dhBits())
                .signatureScheme(crypto.signatureScheme())
                .signatureBroken(crypto.signatureBroken())
                .alpn(parameters.map(SecurityParameters::getApplicationProtocol).map(ClientSession::shown))
                .serverName(client.sni())
                .resumed(client.resumed())
                .helloRetryRequest(protocol.helloRetryRequest())
                .ocspStaple(client.stapledOcsp())
                .scts(SignedTimestamps.of(crypto.presentedChain(), client.stapledOcsp(), client.scts()))
                .waited(waited)
                .local(took.minus(waited))
                .bytesIn(bytesIn)
                .bytesOut(bytesOut)
                .steps(protocol.steps(clientHello.nanos()))
                .build();
    }

    /** In TLS 1.2 only an ECDHE suite has a group, and its ServerKeyExchange names it. */
    private Optional<String> group(SecurityParameters agreed) {
        if (agreed.getNegotiatedGroup() >= 0) {
            return Optional.of(NamedGroup.getName(agreed.getNegotiatedGroup()));
        }
        boolean isEcdhe = CipherSuites.name(agreed.getCipherSuite())
                .filter(name -> name.startsWith("TLS_ECDHE_"))
                .isPresent();
        return isEcdhe ? crypto.ellipticGroup() : Optional.empty();
    }

    private static String name(ProtocolVersion version) {
        return version.getName().replace("TLS ", "TLSv");
    }

    /** The server chooses the name, and it can be unreadable. */
    private static String shown(ProtocolName protocol) {
        return SafeText.octets(new String(protocol.getBytes(), StandardCharsets.ISO_8859_1), LONGEST_PROTOCOL_SHOWN);
    }

    private static Duration atMost(Duration most, Duration duration) {
        return duration.compareTo(most) < 0 ? duration : most;
    }

    private static HandshakeFailedException failed(Failure.Kind kind, String detail) {
        return new HandshakeFailedException(new Failure(Phase.TLS, kind, detail));
    }

    /** Ends the loop with a known failure. */
    private static final class HandshakeFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        HandshakeFailedException(Failure failure) {
            super(failure.detail(), null, false, false);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }
}
