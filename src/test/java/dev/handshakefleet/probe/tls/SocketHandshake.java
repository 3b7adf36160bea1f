package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;

/** Drives one handshake of the engine over a plain socket, without timing anything. */
final class SocketHandshake extends ResumingProtocol {

    private static final int LONGEST_WAIT_MILLIS = 60_000;

    private final List<String> received = new ArrayList<>();
    private final ProbeClient client;
    private final Socket socket;
    private final byte[] buffer = new byte[16 * 1024];
    private final StringBuilder answer = new StringBuilder();
    private byte[] sent = {};
    private Optional<Exception> failure = Optional.empty();

    private SocketHandshake(ProbeClient client, Socket socket) {
        this.client = client;
        this.socket = socket;
    }

    /** The handshake and nothing after it. */
    static SocketHandshake only(int port, TlsOffer offer) throws IOException {
        return with(port, offer, Optional.empty(), Optional.empty(), false);
    }

    static SocketHandshake with(int port) throws IOException {
        return with(port, TlsOffer.DEFAULT, Optional.empty(), Optional.empty());
    }

    static SocketHandshake with(int port, TlsOffer offer) throws IOException {
        return with(port, offer, Optional.empty(), Optional.empty());
    }

    /** Handshake, then an HTTP request, then everything until the server ends the stream; a failure is a value. */
    static SocketHandshake with(
            int port, TlsOffer offer, Optional<ClientIdentity> identity, Optional<ResumableSession> session)
            throws IOException {
        return with(port, offer, identity, session, true);
    }

    private static SocketHandshake with(
            int port,
            TlsOffer offer,
            Optional<ClientIdentity> identity,
            Optional<ResumableSession> session,
            boolean talks)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ProbeClient client = new ProbeClient(
                    new ObservingCrypto(new SecureRandom()),
                    ClientOffer.of(offer),
                    Optional.of("localhost"),
                    identity,
                    session);
            SocketHandshake shake = new SocketHandshake(client, socket);
            shake.run(talks);
            return shake;
        }
    }

    ProbeClient client() {
        return client;
    }

    List<String> received() {
        return received;
    }

    /** Our first ClientHello. */
    byte[] clientHello() {
        return sent;
    }

    /** The server's answer to our request. */
    String answer() {
        return answer.toString();
    }

    Optional<Exception> failure() {
        return failure;
    }

    /** Fails the test where the handshake failed. */
    SocketHandshake succeeded() {
        failure.ifPresent(cause -> {
            throw new AssertionError("the handshake failed after " + received, cause);
        });
        assertThat(client.parameters()).isPresent();
        return this;
    }

    private void run(boolean talks) throws IOException {
        socket.setSoTimeout(LONGEST_WAIT_MILLIS);
        try {
            connect(client);
            send();
            while (isHandshaking()) {
                receive();
            }
            if (!talks) {
                return;
            }
            byte[] request = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            writeApplicationData(request, 0, request.length);
            send();
            while (!isClosed()) {
                receive();
            }
        } catch (SocketTimeoutException silent) {
            failure = isConnected() ? Optional.empty() : Optional.of(silent);
        } catch (IOException | RuntimeException failed) {
            failure = Optional.of(failed);
        }
    }

    private void send() throws IOException {
        byte[] pending = new byte[getAvailableOutputBytes()];
        int length = readOutput(pending, 0, pending.length);
        socket.getOutputStream().write(pending, 0, length);
    }

    private void receive() throws IOException {
        int length = socket.getInputStream().read(buffer);
        if (length < 0) {
            closeInput();
            return;
        }
        offerInput(buffer, 0, length);
        send();
        byte[] clear = new byte[getAvailableInputBytes()];
        answer.append(new String(clear, 0, readInput(clear, 0, clear.length), StandardCharsets.ISO_8859_1));
    }

    @Override
    protected void safeWriteRecord(short type, byte[] content, int offset, int length) throws IOException {
        if (sent.length == 0) {
            sent = Arrays.copyOfRange(content, offset, offset + length);
        }
        super.safeWriteRecord(type, content, offset, length);
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        received.add(HandshakeType.getName(type));
        super.handleHandshakeMessage(type, message);
    }
}
