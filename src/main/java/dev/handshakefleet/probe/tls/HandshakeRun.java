package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.Deadline;
import dev.handshakefleet.probe.Failure;
import dev.handshakefleet.probe.TlsFacts;
import dev.handshakefleet.target.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;

/**
 * One handshake over one socket. The clock starts when the ClientHello, already built, is handed to the socket; it stops
 * when the server's Finished is verified and ours is flushed (RFC 8446, 2; RFC 5246, 7.3). Used once, by one thread.
 */
final class HandshakeRun {

    /** More than any honest flight: 20 certificates of 10 KB and a stapled response fit in. */
    private static final int MOST_BYTES_IN = 256 * 1024;

    private static final int READ_SIZE = 16 * 1024;

    private final ProbeClient client;
    private final ObservingCrypto crypto;
    private final RecordingProtocol protocol = new RecordingProtocol();
    private final FirstBytes firstBytes = new FirstBytes();
    private final byte[] buffer = new byte[READ_SIZE];

    private Socket socket;
    private Deadline deadline;
    private InputStream in;
    private OutputStream out;
    private long startNanos;
    private Duration waited = Duration.ZERO;
    private int bytesIn;
    private int bytesOut;

    HandshakeRun(ProbeClient client) throws IOException {
        this.client = client;
        this.crypto = (ObservingCrypto) client.getCrypto();
        protocol.connect(client);
    }

    Handshake run(Socket connected, Deadline until, boolean cold) throws IOException {
        socket = connected;
        deadline = until;
        in = connected.getInputStream();
        out = connected.getOutputStream();
        startNanos = System.nanoTime();
        Optional<Failure> failure = shakeHands();
        long endNanos = System.nanoTime();
        Duration took = Duration.ofNanos(endNanos - startNanos);
        Handshake handshake = new Handshake(facts(took), crypto.presentedChain(), took, endNanos, cold, failure);
        sayGoodbye();
        return handshake;
    }

    private Optional<Failure> shakeHands() {
        try {
            sendPending();
            while (protocol.isHandshaking()) {
                int length = receive();
                protocol.offerInput(buffer, 0, length);
                sendPending();
            }
            return Optional.empty();
        } catch (HandshakeFailedException failed) {
            return Optional.of(failed.failure());
        } catch (IOException | RuntimeException failed) {
            return Optional.of(HandshakeFailures.of(failed, deadline));
        }
    }

    private void sendPending() throws IOException {
        int pending = protocol.getAvailableOutputBytes();
        if (pending == 0) {
            return;
        }
        byte[] flight = new byte[pending];
        protocol.readOutput(flight, 0, pending);
        protocol.departsAt(sinceStart(System.nanoTime()));
        out.write(flight);
        out.flush();
        bytesOut += pending;
    }

    private int receive() throws IOException, HandshakeFailedException {
        if (deadline.hasPassed()) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout(deadline.remainingMillisForSocket());
        long before = System.nanoTime();
        int length = in.read(buffer);
        long after = System.nanoTime();
        waited = waited.plusNanos(after - before);
        if (length < 0) {
            throw failed(
                    Failure.Kind.CLOSED_BY_PEER,
                    bytesIn == 0
                            ? "The server closed the connection after our ClientHello, without a word"
                            : "The server closed the connection in the middle of the handshake, after " + bytesIn
                                    + " bytes");
        }
        bytesIn += length;
        if (bytesIn > MOST_BYTES_IN) {
            throw failed(
                    Failure.Kind.PROTOCOL_ERROR, "The server sent more than " + MOST_BYTES_IN + " bytes of handshake");
        }
        Optional<String> notTls = firstBytes.add(buffer, length);
        if (notTls.isPresent()) {
            throw failed(Failure.Kind.NOT_TLS, notTls.get());
        }
        protocol.arrivedAt(sinceStart(after));
        return length;
    }

    /** Off the timed path: an alert that is still pending after a failure, or close_notify. */
    private void sayGoodbye() {
        try {
            protocol.close();
            sendPending();
        } catch (IOException | RuntimeException nobodyListens) {
            // The measurement is complete; the socket is closed by the caller.
        }
    }

    private TlsFacts facts(Duration took) {
        Optional<SecurityParameters> parameters = client.parameters();
        return new TlsFacts(
                parameters.map(SecurityParameters::getNegotiatedVersion).map(HandshakeRun::name),
                parameters.flatMap(agreed -> OfferedSuites.name(agreed.getCipherSuite())),
                parameters.flatMap(this::group),
                crypto.signatureScheme(),
                parameters
                        .map(SecurityParameters::getApplicationProtocol)
                        .map(protocolName -> protocolName.getUtf8Decoding()),
                client.sni(),
                client.resumed(),
                protocol.helloRetryRequest(),
                client.ocspStapled(),
                SignedTimestamps.embeddedIn(crypto.presentedChain()),
                waited,
                took.minus(waited),
                Optional.empty(),
                Optional.empty(),
                bytesIn,
                bytesOut,
                protocol.steps());
    }

    /** In TLS 1.2 only an ECDHE suite has a group, and its ServerKeyExchange named it. */
    private Optional<String> group(SecurityParameters agreed) {
        if (agreed.getNegotiatedGroup() >= 0) {
            return Optional.of(NamedGroup.getName(agreed.getNegotiatedGroup()));
        }
        boolean isEcdhe = OfferedSuites.name(agreed.getCipherSuite())
                .filter(name -> name.startsWith("TLS_ECDHE_"))
                .isPresent();
        return isEcdhe ? crypto.ellipticGroup() : Optional.empty();
    }

    private static String name(ProtocolVersion version) {
        return version.getName().replace("TLS ", "TLSv");
    }

    private Duration sinceStart(long nanos) {
        return Duration.ofNanos(nanos - startNanos);
    }

    private static HandshakeFailedException failed(Failure.Kind kind, String detail) {
        return new HandshakeFailedException(new Failure(Phase.TLS, kind, detail));
    }

    /** Ends the loop with a reason that is already known. */
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
