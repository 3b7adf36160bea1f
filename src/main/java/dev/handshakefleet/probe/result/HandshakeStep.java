package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.Objects;

/**
 * One handshake message.
 *
 * @param name its name in RFC 8446 or RFC 5246, such as {@code ServerHello}
 * @param from the sender
 * @param bytes length of the message with its header of four bytes, without records and their protection
 * @param at time since the start of the TLS phase. For a message of the server this is the arrival of its last bytes;
 *     for our message it is the departure of its flight
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
