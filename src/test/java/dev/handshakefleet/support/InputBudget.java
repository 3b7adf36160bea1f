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
     * Reads an input.
     *
     * @return what the reading returned
     * @throws AssertionError when it cost too much
     */
    public static <T> T within(Supplier<T> reading) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long nanosBefore = THREADS.getCurrentThreadCpuTime();
        T read = reading.get();
        long nanos = THREADS.getCurrentThreadCpuTime() - nanosBefore;
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        if (bytes > MOST_BYTES) {
            throw new AssertionError("one input allocated " + bytes + " bytes; allowed: " + MOST_BYTES);
        }
        if (nanos > MOST_CPU_NANOS) {
            throw new AssertionError("one input took " + nanos + " ns of CPU; allowed: " + MOST_CPU_NANOS);
        }
        return read;
    }
}
