package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.jmh.Forks;
import java.util.Locale;
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

    static BenchRow of(String how, RunResult result) {
        double[] cpu = Forks.cpuMillis(result);
        double[] wall = Forks.wallMillis(result);
        String benchmark = result.getParams().getBenchmark();
        return new BenchRow(
                how,
                benchmark.substring(benchmark.lastIndexOf('.') + 1),
                result.getParams().getParam("chain"),
                Forks.median(cpu),
                Forks.median(wall),
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
}
