package dev.handshakefleet.probe.net;

import dev.handshakefleet.probe.result.Quality;
import java.time.Duration;

/**
 * An open TCP connection. Guarantees:
 *
 * <ul>
 *   <li>{@link Arrival#nanos} is the arrival at this machine of the last byte of one read. Segments that were read
 *       together share the instant of the last segment.
 *   <li>{@link Departure#nanos} is the instant at which the last byte of one {@code send} was passed to the network
 *       device.
 *   <li>With {@link Quality.Clock#KERNEL}, neither instant depends on the scheduling of our threads. With {@link
 *       Quality.Clock#PROCESS}, an arrival is the instant of the read by the polling thread, and a departure is the
 *       start of the sending call.
 *   <li>At most 48 KB of unread data are buffered here; the rest stays in the kernel and at the peer.
 * </ul> Used by one thread at a time.
 */
public interface Link extends TimedStream, AutoCloseable {

    /** @return the time from the SYN to the SYN-ACK */
    Duration connectTook();

    /** @return the instant at which the connection was established, on the monotonic clock */
    long connectedNanos();

    /**
     * @return the smallest round-trip time so far: the kernel's ({@code tcpi_min_rtt}), otherwise the time of the
     *     connect
     */
    Duration smallestRoundTrip();

    /**
     * @return the total time so far in which our threads were kept from running while bytes of this connection waited
     *     for them
     */
    Duration stalled();

    /** @return the source of the instants so far; {@code KERNEL} only if all of them come from the kernel */
    Quality.Clock clock();

    /** Closes the connection. Never fails; further calls have no effect. */
    @Override
    void close();
}
