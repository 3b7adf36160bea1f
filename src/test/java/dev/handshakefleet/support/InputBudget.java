package dev.handshakefleet.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * The limits for reading one hostile input: 64 MB of allocations and 5 s of CPU time. Both are measured for the reading thread
 * alone, so the load of the machine does not count. An input without an end is not detected here.
 */
public final class InputBudget {

    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final long MOST_CPU_NANOS = 5_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private InputBudget() {}

    /**
     * Reads an input. If this exceeds a limit, it is read a second time, because the first reading also loads classes, and a
     * fuzzer instruments them.
     *
     * @return the result of the reading
     * @throws AssertionError if the second reading exceeds a limit too
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
