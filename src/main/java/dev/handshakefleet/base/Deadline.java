package dev.handshakefleet.base;

import java.time.Duration;

/** An instant on the monotonic clock at which every wait ends. Immutable. */
public final class Deadline {

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** @return the deadline that lies {@code duration} from now */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** @return the deadline that lies {@code duration} from now, or this one if it is earlier */
    public Deadline orIn(Duration duration) {
        Deadline other = in(duration);
        return other.nanos - nanos < 0 ? other : this;
    }

    /** @return the time left; zero or less once it has passed */
    public Duration remaining() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }

    /**
     * For socket calls, which take whole milliseconds and read 0 as "for ever".
     *
     * @return the time left in milliseconds, rounded up; at least 1
     */
    public int remainingMillisForSocket() {
        long millis = remaining().plusNanos(999_999).toMillis();
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    /** @return whether it has passed */
    public boolean hasPassed() {
        return !remaining().isPositive();
    }
}
