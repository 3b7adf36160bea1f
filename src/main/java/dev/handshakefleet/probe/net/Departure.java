package dev.handshakefleet.probe.net;

/** When bytes left for the peer. */
@FunctionalInterface
public interface Departure {

    /**
     * @return when the last of them left, on the monotonic clock ({@link System#nanoTime}): as well as it is known now; to
     *     be asked when the exchange is over, because the kernel may tell later
     */
    long nanos();
}
