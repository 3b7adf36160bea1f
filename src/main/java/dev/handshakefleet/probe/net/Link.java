package dev.handshakefleet.probe.net;

import dev.handshakefleet.probe.result.Quality;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One TCP connection that stands. Guarantees:
 *
 * <ul>
 *   <li>{@link Arrival#nanos} is when the last byte of what was read at once arrived at this machine; segments that lay
 *       unread together share the instant of the last of them.
 *   <li>{@link Departure#nanos} is when the last byte of one {@code send} was handed to the network device.
 *   <li>With {@link Quality.Clock#KERNEL} neither depends on when our threads ran. With {@link Quality.Clock#PROCESS} an
 *       arrival is when the polling thread saw it, a departure when the call that sent it began.
 *   <li>At most 48 KB lie here unread; what is beyond stays with the kernel, and with the peer.
 * </ul>
 *
 * Used by one thread at a time.
 */
public interface Link extends TimedStream, AutoCloseable {

    /** @return our end of it */
    InetSocketAddress localAddress();

    /** @return from sending SYN until SYN-ACK had arrived */
    Duration connectTook();

    /** @return when the connection stood, on the monotonic clock */
    long connectedNanos();

    /** @return the smallest round-trip time seen so far: the kernel's ({@code tcpi_min_rtt}), else that of the connect */
    Duration smallestRoundTrip();

    /** @return how long our threads were kept from running so far, while bytes of this connection waited for them */
    Duration stalled();

    /** @return where the instants so far come from; {@code KERNEL} only where every one of them does */
    Quality.Clock clock();

    /** Ends the connection. Never fails; may be called twice. */
    @Override
    void close();
}
