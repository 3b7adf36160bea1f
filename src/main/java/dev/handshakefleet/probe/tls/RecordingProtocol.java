package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.HandshakeStep;
import dev.handshakefleet.probe.HandshakeStep.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsClientProtocol;

/**
 * The client protocol in its non-blocking form, which names every handshake message that passes (RFC 8446, 4; RFC 5246,
 * 7.4). What the server sends is stamped with the arrival that its driver gave before offering the bytes; what we send
 * is stamped when the driver says that it goes out. Used by one thread.
 */
final class RecordingProtocol extends TlsClientProtocol {

    private static final int MOST_STEPS = 64;

    private final List<HandshakeStep> steps = new ArrayList<>();
    private final List<String> queued = new ArrayList<>();
    private Duration arrival = Duration.ZERO;
    private boolean helloRetryRequest;

    List<HandshakeStep> steps() {
        return steps;
    }

    boolean helloRetryRequest() {
        return helloRetryRequest;
    }

    /** The next bytes offered arrived then, counted from the start of the handshake. */
    void arrivedAt(Duration sinceStart) {
        arrival = sinceStart;
    }

    /** All output that is pending goes out then. */
    void departsAt(Duration sinceStart) {
        queued.forEach(name -> add(name, Sender.CLIENT, sinceStart));
        queued.clear();
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        int index = steps.size();
        add(name(type), Sender.SERVER, arrival);
        super.handleHandshakeMessage(type, message);
        if (type == HandshakeType.server_hello && connection_state == CS_CLIENT_HELLO_RETRY) {
            // On the wire a HelloRetryRequest is a ServerHello with a random of its own (RFC 8446, 4.1.3).
            helloRetryRequest = true;
            steps.set(index, new HandshakeStep("HelloRetryRequest", Sender.SERVER, arrival, 0));
        }
    }

    @Override
    protected void sendClientHelloMessage() throws IOException {
        queued.add("ClientHello");
        super.sendClientHelloMessage();
    }

    @Override
    protected void send13CertificateMessage(Certificate certificate) throws IOException {
        queued.add("Certificate");
        super.send13CertificateMessage(certificate);
    }

    @Override
    protected void send13FinishedMessage() throws IOException {
        queued.add("Finished");
        super.send13FinishedMessage();
    }

    @Override
    protected void sendClientKeyExchange() throws IOException {
        queued.add("ClientKeyExchange");
        super.sendClientKeyExchange();
    }

    @Override
    protected void sendFinishedMessage() throws IOException {
        queued.add("Finished");
        super.sendFinishedMessage();
    }

    private void add(String name, Sender from, Duration at) {
        if (steps.size() < MOST_STEPS) {
            steps.add(new HandshakeStep(name, from, at, 0));
        }
    }

    /** {@code encrypted_extensions} becomes {@code EncryptedExtensions}. */
    private static String name(short type) {
        StringBuilder name = new StringBuilder();
        for (String word : HandshakeType.getName(type).split("_", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
