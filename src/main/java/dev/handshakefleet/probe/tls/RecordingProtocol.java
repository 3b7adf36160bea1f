package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.HandshakeStep;
import dev.handshakefleet.probe.HandshakeStep.Sender;
import dev.handshakefleet.probe.net.Departure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The client protocol in its non-blocking form, which names every handshake message that passes (RFC 8446, 4; RFC 5246,
 * 7.4). What the server sends is stamped with the arrival that its driver gave before offering the bytes; what we send
 * is stamped with the departure of the flight that carries it. Used by one thread.
 */
class RecordingProtocol extends TlsClientProtocol {

    private static final int MOST_STEPS = 64;
    private static final int HEADER_SIZE = 4;

    private final List<Message> messages = new ArrayList<>();
    private final List<Message> queued = new ArrayList<>();
    private final Transcript transcript = new Transcript();
    private Optional<TlsSecret> resumptionSecret = Optional.empty();
    private Optional<ResumableSession> resumable = Optional.empty();
    private boolean resumedByPsk;
    private int prf;
    private int hashOfPrf;
    private int hashLength;
    private long arrivedNanos;
    private int bytesOfMessageToCome;
    private boolean helloRetryRequest;

    /** A message and the instant of the flight that carried it. */
    private record Message(String name, Sender from, Departure at, int bytes) {

        HandshakeStep since(long startNanos) {
            return new HandshakeStep(name, from, Duration.ofNanos(Math.max(0, at.nanos() - startNanos)), bytes);
        }
    }

    /** The messages so far, counted from {@code startNanos}. */
    List<HandshakeStep> steps(long startNanos) {
        return messages.stream().map(message -> message.since(startNanos)).toList();
    }

    boolean helloRetryRequest() {
        return helloRetryRequest;
    }

    /** Whether the server took up a session of TLS 1.3. */
    boolean resumedByPsk() {
        return resumedByPsk;
    }

    /** What the last ticket of TLS 1.3 makes of this session; empty before one came. */
    Optional<ResumableSession> resumable() {
        return resumable;
    }

    /** The next bytes offered arrived then. */
    void arrivedAt(long nanos) {
        arrivedNanos = nanos;
    }

    /** All output that was pending went out with it. */
    void departed(Departure departure) {
        queued.forEach(message -> add(new Message(message.name(), Sender.CLIENT, departure, message.bytes())));
        queued.clear();
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        int index = messages.size();
        long nanos = arrivedNanos;
        int bytes = message.available() + HEADER_SIZE;
        add(new Message(name(type), Sender.SERVER, () -> nanos, bytes));
        if (type != HandshakeType.new_session_ticket && type != HandshakeType.key_update) {
            transcript.received(message);
        }
        super.handleHandshakeMessage(type, message);
        if (type == HandshakeType.server_hello && connection_state == CS_CLIENT_HELLO_RETRY) {
            // On the wire a HelloRetryRequest is a ServerHello with a random of its own (RFC 8446, 4.1.3).
            helloRetryRequest = true;
            transcript.helloRetryRequest();
            messages.set(index, new Message("HelloRetryRequest", Sender.SERVER, () -> nanos, bytes));
        }
    }

    /** All that we send passes here, in clear; a message longer than a record comes in parts. */
    @Override
    protected void safeWriteRecord(short type, byte[] buffer, int offset, int length) throws IOException {
        if (type == ContentType.handshake) {
            noteMessages(buffer, offset, length);
            transcript.sent(buffer, offset, length);
        }
        super.safeWriteRecord(type, buffer, offset, length);
    }

    /** Both Finished are done with; the secrets live a little longer. */
    @Override
    protected void completeHandshake() throws IOException {
        SecurityParameters agreed = getContext().getSecurityParametersHandshake();
        resumedByPsk = selectedPSK13;
        if (TlsUtils.isTLSv13(agreed.getNegotiatedVersion())) {
            int hash = agreed.getPRFCryptoHashAlgorithm();
            resumptionSecret = Optional.of(TlsCryptoUtils.hkdfExpandLabel(
                    agreed.getMasterSecret(),
                    hash,
                    "res master",
                    transcript.hash(getContext().getCrypto(), hash),
                    agreed.getPRFHashLength()));
            prf = agreed.getPRFAlgorithm();
            hashOfPrf = hash;
            hashLength = agreed.getPRFHashLength();
        }
        super.completeHandshake();
    }

    /** RFC 8446, 4.6.1; Bouncy Castle reads it and forgets it. */
    @Override
    protected void receive13NewSessionTicket(ByteArrayInputStream message) throws IOException {
        super.receive13NewSessionTicket(message);
        // Back to the start of the message, which begins with its header.
        message.reset();
        message.skipNBytes(HEADER_SIZE);
        long _ = TlsUtils.readUint32(message);
        long ageAdd = TlsUtils.readUint32(message);
        byte[] nonce = TlsUtils.readOpaque8(message);
        byte[] ticket = TlsUtils.readOpaque16(message);
        byte[] _ = TlsUtils.readOpaque16(message);
        if (resumable.isEmpty() && resumptionSecret.isPresent() && ticket.length > 0) {
            byte[] key = TlsCryptoUtils.hkdfExpandLabel(
                            resumptionSecret.get(), hashOfPrf, "resumption", nonce, hashLength)
                    .extract();
            resumable = Optional.of(new ResumableSession.Psk(ticket, key, prf, ageAdd));
        }
    }

    private void noteMessages(byte[] buffer, int offset, int length) {
        int at = Math.min(bytesOfMessageToCome, length);
        bytesOfMessageToCome -= at;
        while (at + HEADER_SIZE <= length) {
            int start = offset + at;
            int body =
                    ((buffer[start + 1] & 0xff) << 16) | ((buffer[start + 2] & 0xff) << 8) | (buffer[start + 3] & 0xff);
            queued.add(new Message(name(buffer[start]), Sender.CLIENT, () -> 0, body + HEADER_SIZE));
            bytesOfMessageToCome = Math.max(0, at + HEADER_SIZE + body - length);
            at = Math.min(at + HEADER_SIZE + body, length);
        }
    }

    private void add(Message message) {
        if (messages.size() < MOST_STEPS) {
            messages.add(message);
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
