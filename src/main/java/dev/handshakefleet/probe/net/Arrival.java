package dev.handshakefleet.probe.net;

import java.util.Objects;

/**
 * Bytes that were received from the peer.
 *
 * @param bytes the bytes in order; empty at the end of the peer's stream
 * @param nanos the arrival of the last of them, on the monotonic clock ({@link System#nanoTime})
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record Arrival(byte[] bytes, long nanos) {

    public Arrival {
        Objects.requireNonNull(bytes, "bytes");
    }

    /** @return whether the peer has ended its stream */
    public boolean isEnd() {
        return bytes.length == 0;
    }
}
