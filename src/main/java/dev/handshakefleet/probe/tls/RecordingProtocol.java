package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;

/**
 * The client protocol in its non-blocking form. It records every handshake message (RFC 8446, 4; RFC 5246, 7.4). A
 * message of the server gets the arrival that the caller set before it offered the bytes. A message of ours gets the
 * departure of its flight. Used by one thread.
 */
final class RecordingProtocol extends ResumingProtocol {

    private static final int MOST_STEPS = 64;
    private static final int HEADER_SIZE = 4;

    private final List<Message> messages = new ArrayList<>();
    private final List<Message> queued = new ArrayList<>();
    private long arrivedNanos;
    private int bytesOfMessageToCome;
    private boolean helloRetryRequest;
    private boolean renegotiationRequested;
    private Optional<Short> endingAlert = Optional.empty();

    /** A message and the instant of its flight. */
    private record Message(String name, Sender from, Departure at, int bytes) {

        HandshakeStep since(long startNanos) {
            return new HandshakeStep(name, from, Duration.ofNanos(Math.max(0, at.nanos() - startNanos)), bytes);
        }
    }

    /** The messages so far, with times since {@code startNanos}. */
    List<HandshakeStep> steps(long startNanos) {
        return messages.stream().map(message -> message.since(startNanos)).toList();
    }

    boolean helloRetryRequest() {
        return helloRetryRequest;
    }

    /** Whether the server sent a HelloRequest (RFC 5246, 7.4.1.1) after the handshake. */
    boolean renegotiationRequested() {
        return renegotiationRequested;
    }

    /**
     * The alert of level warning that ended the session, such as close_notify in the middle of the handshake. Bouncy Castle
     * throws an alert of our side for it, so the alert that was received is kept here.
     */
    Optional<Short> endingAlert() {
        return endingAlert;
    }

    @Override
    protected void handleAlertWarningMessage(short description) throws IOException {
        endingAlert = Optional.of(description);
        super.handleAlertWarningMessage(description);
        endingAlert = Optional.empty();
    }

    /** Sets the arrival of the next offered bytes. */
    void arrivedAt(long nanos) {
        arrivedNanos = nanos;
    }

    /** Sets the departure of all pending output. */
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
        renegotiationRequested |= type == HandshakeType.hello_request && !isHandshaking();
        super.handleHandshakeMessage(type, message);
        if (type == HandshakeType.server_hello && connection_state == CS_CLIENT_HELLO_RETRY) {
            // On the wire a HelloRetryRequest is a ServerHello with a fixed random (RFC 8446, 4.1.3).
            helloRetryRequest = true;
            messages.set(index, new Message("HelloRetryRequest", Sender.SERVER, () -> nanos, bytes));
        }
    }

    /** All messages that we send pass through here in clear; a message longer than a record comes in parts. */
    @Override
    protected void safeWriteRecord(short type, byte[] buffer, int offset, int length) throws IOException {
        if (type == ContentType.handshake) {
            noteMessages(buffer, offset, length);
        }
        super.safeWriteRecord(type, buffer, offset, length);
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
