package dev.handshakefleet.alert.state;

import dev.handshakefleet.jmh.Forks;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link DecisionBenchmark} with the first compiler only, as the launcher and the function do, and with all compilers. It
 * prints the medians of the forks. {@code -Djmh.forks=5} sets the number of forks, {@code -Djmh.seconds=3} the length of each
 * warm-up and measurement.
 */
public final class DecisionBench {

    private static final int FORKS = Integer.getInteger("jmh.forks", 5);
    private static final int SECONDS = Integer.getInteger("jmh.seconds", 3);

    private static final PrintStream OUT = System.out;

    private DecisionBench() {}

    /** @param none no arguments are read */
    public static void main(String... none) throws RunnerException {
        double loadBefore = load();
        StringBuilder table = new StringBuilder();
        for (List<String> compilers : List.of(List.of("-XX:TieredStopAtLevel=1"), List.<String>of())) {
            for (RunResult result : results(compilers)) {
                String name = result.getParams().getBenchmark();
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.1f | %.1f |%n",
                        compilers.isEmpty() ? "all compilers" : "first compiler",
                        name.substring(name.lastIndexOf('.') + 1),
                        Forks.median(Forks.cpuMillis(result)),
                        Forks.median(Forks.wallMillis(result))));
            }
        }
        OUT.printf(
                Locale.ROOT,
                "%n%d targets, medians of %d forks, in milliseconds. Load of the machine: %.1f before, %.1f after.%n%n",
                DecisionBenchmark.TARGETS,
                FORKS,
                loadBefore,
                load());
        OUT.println("| how | what | CPU | wall |");
        OUT.println("|---|---|---|---|");
        OUT.print(table);
    }

    private static Iterable<RunResult> results(List<String> compilers) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getName())
                        .mode(Mode.AverageTime)
                        .forks(FORKS)
                        .threads(1)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .warmupTime(TimeValue.seconds(1))
                        .warmupIterations(SECONDS)
                        .measurementTime(TimeValue.seconds(1))
                        .measurementIterations(SECONDS)
                        .jvmArgsAppend("-XX:+UseSerialGC")
                        .jvmArgsPrepend(compilers.toArray(String[]::new))
                        .build())
                .run();
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
