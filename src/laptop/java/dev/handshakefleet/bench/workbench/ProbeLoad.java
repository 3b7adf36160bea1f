package dev.handshakefleet.bench.workbench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Keeps a number of probes in flight until all are done. */
public final class ProbeLoad {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private ProbeLoad() {}

    /**
     * Runs {@code probe} for 0 to {@code count − 1} on virtual threads, at most {@code inFlight} of them at once, and waits
     * for the last.
     *
     * @return how long all of it took
     * @throws IllegalStateException when one threw or all of it took longer than two minutes
     */
    public static Duration run(int count, int inFlight, IntConsumer probe) {
        AtomicInteger done = new AtomicInteger();
        Semaphore places = new Semaphore(inFlight);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int index = 0; index < count; index++) {
                if (!places.tryAcquire(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    threads.shutdownNow();
                    break;
                }
                int probed = index;
                threads.execute(() -> {
                    try {
                        probe.accept(probed);
                        done.incrementAndGet();
                    } finally {
                        places.release();
                    }
                });
            }
            threads.shutdown();
            if (!threads.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while probes were in flight", interrupted);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (done.get() != count) {
            throw new IllegalStateException(done.get() + " of " + count + " probes ended");
        }
        return took;
    }
}
