package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.Objects;

/**
 * One handshake message.
 *
 * @param name its name in RFC 8446 or RFC 5246, such as {@code ServerHello}
 * @param from who sent it
 * @param bytes length of the message with its header of four bytes; records and their protection are not counted
 * @param at since the start of the TLS phase: for what the server sent, when the bytes that completed it were read; for
 *     what we sent, when it was handed to the socket
 */
public record HandshakeStep(String name, Sender from, Duration at, int bytes) {

    /** The two ends of a handshake. */
    public enum Sender {
        CLIENT,
        SERVER
    }

    public HandshakeStep {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(at, "at");
    }
}
