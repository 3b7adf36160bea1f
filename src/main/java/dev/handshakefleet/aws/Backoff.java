package dev.handshakefleet.aws;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: before retry n, a random time up to {@code base · 2^n}, at most the cap.
 * Source:
 * AWS Builders' Library, "Timeouts, retries, and backoff with jitter". Thread-safe.
 */
public final class Backoff {

    private static final Duration BASE = Duration.ofMillis(50);
    private static final Duration CAP = Duration.ofSeconds(2);
    private static final int HIGHEST_EXPONENT = 10;

    private final RandomGenerator random;
    private final Sleeper sleeper;

    /** Waits. An interface, so that tests need not wait. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    public Backoff(RandomGenerator random, Sleeper sleeper) {
        this.random = Objects.requireNonNull(random, "random");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
    }

    /** Waits for real. */
    public static Backoff real() {
        return new Backoff(new Random(), Thread::sleep);
    }

    /** @param most how long all waits of one job may take together; a job of many parts is bounded by it as a whole */
    public Patience patience(Duration most) {
        return new Patience(most.toNanos());
    }

    /** The patience for one job; used by one thread. */
    public final class Patience {

        private long leftNanos;

        private Patience(long leftNanos) {
            this.leftNanos = leftNanos;
        }

        /**
         * @param retry 0 before the first one
         * @return whether to try again; false after the last retry or if the thread was interrupted
         */
        public boolean beforeRetry(int retry) {
            long longest = Math.min(CAP.toNanos(), BASE.toNanos() << Math.min(retry, HIGHEST_EXPONENT));
            long nanos = random.nextLong(longest + 1);
            if (nanos > leftNanos) {
                return false;
            }
            leftNanos -= nanos;
            try {
                sleeper.sleep(Duration.ofNanos(nanos));
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
