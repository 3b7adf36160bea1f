package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.Objects;

/**
 * The quality of a measurement. It keeps noise of our own machine from being reported as a fault of the target.
 *
 * @param clock the source of the instants
 * @param cold whether this was the first handshake of the process
 * @param stalled the total time in which our threads were kept from running while this probe had work to do
 * @param attempts the number of times the target was probed for this result; 1 or 2
 */
public record Quality(Clock clock, boolean cold, Duration stalled, int attempts) {

    /** The source of the instants of a probe. */
    public enum Clock {
        /** The kernel's timestamps of sent and received packets. */
        KERNEL,
        /** The monotonic clock, read by our own threads around the call that read or wrote. */
        PROCESS
    }

    public Quality {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(stalled, "stalled");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + "; accepted: 1 or more");
        }
    }
}
