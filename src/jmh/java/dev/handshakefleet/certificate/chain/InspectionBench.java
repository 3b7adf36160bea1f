package dev.handshakefleet.certificate.chain;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link InspectionBenchmark} warm and cold, with the compiler of the launcher and of the function and with all, and
 * prints medians of the forks. {@code -Djmh.forks=5 -Djmh.seconds=3}: how many, and how long each warms up and measures.
 */
public final class InspectionBench {

    private static final int FORKS = Integer.getInteger("jmh.forks", 5);
    private static final int SECONDS = Integer.getInteger("jmh.seconds", 3);
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final PrintStream OUT = System.out;

    private InspectionBench() {}

    /** @param none nothing is asked for */
    public static void main(String... none) throws IOException, RunnerException {
        Path directory = Files.createTempDirectory("chains");
        try {
            BenchedChains.write(directory);
            double loadBefore = load();
            List<BenchRow> rows = new ArrayList<>();
            rows.addAll(rows("warm, first compiler", warm(directory, FIRST_COMPILER)));
            rows.addAll(rows("warm, all compilers", warm(directory)));
            rows.addAll(rows("cold, first compiler", cold(directory, FIRST_COMPILER)));
            print(rows, loadBefore);
        } finally {
            delete(directory);
        }
    }

    private static Collection<RunResult> warm(Path directory, String... jvm) throws RunnerException {
        return new Runner(options(directory, jvm)
                        .mode(Mode.AverageTime)
                        .warmupIterations(SECONDS)
                        .measurementIterations(SECONDS)
                        .build())
                .run();
    }

    /** The first call of a JVM that has loaded its trust store. */
    private static Collection<RunResult> cold(Path directory, String... jvm) throws RunnerException {
        return new Runner(options(directory, jvm)
                        .exclude(".*SeenBefore|.*seenBefore")
                        .mode(Mode.SingleShotTime)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .build())
                .run();
    }

    private static ChainedOptionsBuilder options(Path directory, String... jvm) {
        List<String> arguments = new ArrayList<>(Arrays.asList(jvm));
        arguments.add("-XX:+UseSerialGC");
        arguments.add("-D" + InspectionBenchmark.DIRECTORY + "=" + directory);
        return new OptionsBuilder()
                .include(InspectionBenchmark.class.getName())
                .forks(FORKS)
                .threads(1)
                .timeUnit(TimeUnit.MICROSECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs(arguments.toArray(String[]::new));
    }

    private static List<BenchRow> rows(String how, Collection<RunResult> results) {
        return results.stream().map(result -> BenchRow.of(how, result)).toList();
    }

    private static void print(List<BenchRow> rows, double loadBefore) {
        OUT.printf(
                Locale.ROOT,
                "%nMedians of %d forks, in milliseconds. Load of the machine: %.1f before, %.1f after.%n%n",
                FORKS,
                loadBefore,
                load());
        OUT.println("| how | what | chain | CPU | wall | wall of the forks |");
        OUT.println("|---|---|---|---|---|---|");
        rows.forEach(row -> OUT.println(row.line()));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
