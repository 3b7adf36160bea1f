package dev.handshakefleet.probe.net;

/** The instant at which bytes were sent. */
@FunctionalInterface
public interface Departure {

    /**
     * Returns the best value known at the time of the call. Ask when the exchange is over, because the kernel can
     * report the departure later.
     *
     * @return the departure of the last of the bytes, on the monotonic clock ({@link System#nanoTime})
     */
    long nanos();
}
