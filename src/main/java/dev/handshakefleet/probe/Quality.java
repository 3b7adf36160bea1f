package dev.handshakefleet.probe;

import java.util.Objects;

/**
 * How clean a measurement is, so that our own noise is never blamed on the target.
 *
 * @param clock where the instants come from
 * @param cold whether this was the first handshake of the process
 * @param attempts how many times the target was probed for this result; 1 or 2
 */
public record Quality(Clock clock, boolean cold, int attempts) {

    /** Where the instants of a probe come from. */
    public enum Clock {
        /** Taken by our own threads, from the monotonic clock, around the call that read or wrote. */
        PROCESS
    }

    public Quality {
        Objects.requireNonNull(clock, "clock");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + "; accepted: 1 or more");
        }
    }
}
