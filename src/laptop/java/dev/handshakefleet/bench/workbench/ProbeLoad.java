package dev.handshakefleet.bench.workbench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Keeps a number of probes in flight until all are done. */
public final class ProbeLoad {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private ProbeLoad() {}

    /**
     * Runs {@code probe} for 0 to {@code count − 1} on {@code inFlight} virtual threads and waits for the last. Each thread makes one
     * probe after the other, as the clients of a server under load do, so that starting them is no part of what is measured.
     *
     * @return how long all of it took
     * @throws IllegalStateException when one threw or all of it took longer than two minutes
     */
    public static Duration run(int count, int inFlight, IntConsumer probe) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < Math.min(count, inFlight); worker++) {
                threads.execute(() -> {
                    for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                        probe.accept(index);
                        done.incrementAndGet();
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
