package dev.handshakefleet.probe.net;

import java.util.Objects;

/**
 * Bytes that came from the peer.
 *
 * @param bytes in their order; none where the peer has ended its stream
 * @param nanos when the last of them arrived, on the monotonic clock ({@link System#nanoTime})
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
public record Arrival(byte[] bytes, long nanos) {

    public Arrival {
        Objects.requireNonNull(bytes, "bytes");
    }

    /** @return whether the peer has ended its stream */
    public boolean isEnd() {
        return bytes.length == 0;
    }
}
