package dev.handshakefleet.probe.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Measures how long the threads of this process were kept from running, with the method of jHiccup: a thread sleeps for
 * a millisecond again and again, and the excess over the shortest sleep is a stall. It runs only during a reading.
 * Thread-safe.
 */
final class HiccupMeter implements AutoCloseable {

    private static final long SLEEP_NANOS = 1_000_000;

    private final LongConsumer sleep;
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicLong stalledNanos = new AtomicLong();
    private final AtomicLong sleepingSince = new AtomicLong(System.nanoTime());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("hiccup meter").unstarted(this::measure);
    private volatile boolean closed;
    private long shortestNanos = Long.MAX_VALUE;

    HiccupMeter() {
        this(LockSupport::parkNanos);
    }

    /** @param sleep takes that number of nanoseconds or more */
    HiccupMeter(LongConsumer sleep) {
        this.sleep = sleep;
        thread.start();
    }

    /** The sum of the stalls between its start and its end. Used by one thread. */
    final class Reading {

        private final long before = stalledNanos.get();
        private Optional<Duration> whole = Optional.empty();

        Duration stalled() {
            return whole.orElseGet(() -> {
                long underWay = Math.max(0, System.nanoTime() - sleepingSince.get() - 2 * SLEEP_NANOS);
                return Duration.ofNanos(stalledNanos.get() - before + underWay);
            });
        }

        void end() {
            if (whole.isEmpty()) {
                whole = Optional.of(stalled());
                readings.decrementAndGet();
            }
        }
    }

    Reading begin() {
        if (readings.getAndIncrement() == 0) {
            sleepingSince.set(System.nanoTime());
            LockSupport.unpark(thread);
        }
        return new Reading();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void measure() {
        while (!closed) {
            if (readings.get() == 0) {
                LockSupport.park(this);
            } else {
                sleepOnce();
            }
        }
    }

    private void sleepOnce() {
        long start = System.nanoTime();
        sleepingSince.set(start);
        sleep.accept(SLEEP_NANOS);
        long took = System.nanoTime() - start;
        if (took >= SLEEP_NANOS) {
            shortestNanos = Math.min(shortestNanos, took);
            stalledNanos.addAndGet(took - shortestNanos);
        }
    }
}
