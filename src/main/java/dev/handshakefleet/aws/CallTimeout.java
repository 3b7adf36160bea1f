package dev.handshakefleet.aws;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.util.Optional;

/** How long a call to AWS may take, the retries of the SDK included. Pure but for the clock. */
public final class CallTimeout {

    /** The longest time for one call. */
    public static final Duration LONGEST = Duration.ofSeconds(5);

    /** The SDK refuses no time at all, and a call that ends at once says nothing about the service. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private CallTimeout() {}

    /** @return the time until then; {@link #LONGEST} at most, 100 ms at least */
    public static Duration until(Deadline deadline) {
        Duration left = deadline.remaining();
        if (left.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    /** @return the time until then; {@link #LONGEST} without a deadline */
    public static Duration until(Optional<Deadline> deadline) {
        return deadline.map(CallTimeout::until).orElse(LONGEST);
    }
}
