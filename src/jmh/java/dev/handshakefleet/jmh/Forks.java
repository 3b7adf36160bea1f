package dev.handshakefleet.jmh;

import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** What the forks of a benchmark measured: the mean of the iterations of each, in milliseconds, ascending. */
public final class Forks {

    private static final double MICROS_A_MILLI = 1_000;

    private Forks() {}

    /** @return the CPU time of a call */
    public static double[] cpuMillis(RunResult result) {
        return millis(
                result,
                iteration -> iteration.getSecondaryResults().get("cpuMicros").getScore());
    }

    /** @return the duration of a call */
    public static double[] wallMillis(RunResult result) {
        return millis(result, iteration -> iteration.getPrimaryResult().getScore());
    }

    /** @return the middle one, or the mean of the two in the middle */
    public static double median(double[] ascending) {
        int middle = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }

    private static double[] millis(RunResult result, ToDoubleFunction<IterationResult> micros) {
        return result.getBenchmarkResults().stream()
                .mapToDouble(fork -> mean(fork, micros) / MICROS_A_MILLI)
                .sorted()
                .toArray();
    }

    private static double mean(BenchmarkResult fork, ToDoubleFunction<IterationResult> micros) {
        return fork.getIterationResults().stream().mapToDouble(micros).average().orElseThrow();
    }
}
