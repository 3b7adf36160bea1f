package dev.handshakefleet.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The CPU time of the measuring thread, which counts nothing of what else the machine does. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS_A_MICRO = 1_000;

    private long startNanos;
    private long calls;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
        calls = 0;
        startNanos = THREADS.getCurrentThreadCpuTime();
    }

    /** @return the CPU time of one call, in microseconds, since the iteration began */
    public double cpuMicros() {
        return (THREADS.getCurrentThreadCpuTime() - startNanos) / NANOS_A_MICRO / Math.max(1, calls);
    }

    /** JMH takes every public method of a counter for a figure: {@link Calls} is the way here from other packages. */
    void count() {
        calls++;
    }
}
