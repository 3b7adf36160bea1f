package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.Objects;

/**
 * How clean a measurement is, so that our own noise is never blamed on the target.
 *
 * @param clock where the instants come from
 * @param cold whether this was the first handshake of the process
 * @param stalled how long our threads were kept from running while there was something to do for this probe
 * @param attempts how many times the target was probed for this result; 1 or 2
 */
public record Quality(Clock clock, boolean cold, Duration stalled, int attempts) {

    /** Where the instants of a probe come from. */
    public enum Clock {
        /** The kernel's own stamps of what arrived and left. */
        KERNEL,
        /** Taken by our own threads, from the monotonic clock, around the call that read or wrote. */
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
