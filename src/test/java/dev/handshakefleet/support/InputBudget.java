package dev.handshakefleet.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * What one hostile input may cost: 64 MB of allocations and 5 s of CPU time, both of the thread that reads it, so that
 * what else the machine does never counts. An input that never ends is for the one who feeds it to stop.
 */
public final class InputBudget {

    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final long MOST_CPU_NANOS = 5_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private InputBudget() {}

    /**
     * Reads an input, and once more where it cost too much: what is first needed is loaded, and under a fuzzer rewritten,
     * by the thread that needs it.
     *
     * @return what the reading returned
     * @throws AssertionError when it cost too much again
     */
    public static <T> T within(Supplier<T> reading) {
        Spent<T> spent = spending(reading);
        if (spent.tooMuch()) {
            spent = spending(reading);
        }
        if (spent.tooMuch()) {
            throw new AssertionError("one input took %,d bytes (allowed: %,d) and %,d ns of CPU (allowed: %,d)"
                    .formatted(spent.bytes, MOST_BYTES, spent.cpuNanos, MOST_CPU_NANOS));
        }
        return spent.read;
    }

    private static <T> Spent<T> spending(Supplier<T> reading) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long nanosBefore = THREADS.getCurrentThreadCpuTime();
        T read = reading.get();
        long nanos = THREADS.getCurrentThreadCpuTime() - nanosBefore;
        return new Spent<>(read, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore, nanos);
    }

    private record Spent<T>(T read, long bytes, long cpuNanos) {

        boolean tooMuch() {
            return bytes > MOST_BYTES || cpuNanos > MOST_CPU_NANOS;
        }
    }
}
