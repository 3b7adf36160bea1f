package dev.handshakefleet.certificate;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * One line of the table.
 *
 * @param how warm or cold, and with which compilers
 * @param what the benchmark
 * @param chain which chain
 * @param cpuMillis median over the forks of the CPU time of a call
 * @param wallMillis the same of its duration
 * @param fastestMillis the shortest duration of a fork
 * @param slowestMillis the longest duration of a fork
 */
record BenchRow(
        String how,
        String what,
        String chain,
        double cpuMillis,
        double wallMillis,
        double fastestMillis,
        double slowestMillis) {

    private static final double MICROS_A_MILLI = 1_000;

    static BenchRow of(String how, RunResult result) {
        double[] cpu = forks(result, BenchRow::cpuMicros);
        double[] wall = forks(result, iteration -> iteration.getPrimaryResult().getScore());
        String benchmark = result.getParams().getBenchmark();
        return new BenchRow(
                how,
                benchmark.substring(benchmark.lastIndexOf('.') + 1),
                result.getParams().getParam("chain"),
                median(cpu),
                median(wall),
                wall[0],
                wall[wall.length - 1]);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.3f | %.3f | %.3f–%.3f |",
                how,
                what,
                chain,
                cpuMillis,
                wallMillis,
                fastestMillis,
                slowestMillis);
    }

    /** The mean of the iterations of each fork, in milliseconds, ascending. */
    private static double[] forks(RunResult result, ToDoubleFunction<IterationResult> micros) {
        return result.getBenchmarkResults().stream()
                .mapToDouble(fork -> mean(fork, micros) / MICROS_A_MILLI)
                .sorted()
                .toArray();
    }

    private static double mean(BenchmarkResult fork, ToDoubleFunction<IterationResult> micros) {
        return fork.getIterationResults().stream().mapToDouble(micros).average().orElseThrow();
    }

    private static double cpuMicros(IterationResult iteration) {
        return iteration.getSecondaryResults().get("cpuMicros").getScore();
    }

    private static double median(double[] ascending) {
        int middle = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }
}
