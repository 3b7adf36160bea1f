package dev.handshakefleet.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.verdict.Finding;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of random histories, judged here and by {@code objectives/judge.py}, which knows the definitions only. */
class ObjectiveArithmeticTest {

    private static final int CASES = 600;
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<Duration> INTERVALS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));
    private static final List<String> OBJECTIVES = List.of("99.99", "99.9", "99.5", "99", "95", "90", "80", "60");
    private static final List<Double> SHARES = List.of(0.0, 0.002, 0.01, 0.02, 0.06, 0.15, 0.5, 0.9, 1.0);
    private static final Pattern BURN = Pattern.compile(
            "\\((\\d+) of (\\d+) probes failed\\).* spent ([\\d.]+) times as fast as it may be, ([\\d.]+) times");
    private static final Pattern PERCENTILE = Pattern.compile(" is ([\\d.]+) ms over .*; (\\d+) measurements");

    private final Random random = new Random(20_261_123);

    private record Case(SlaObjective objective, Duration interval, List<Measurement> measurements) {}

    @Test
    void everyCaseAgreesWithAnIndependentComputation(@TempDir Path directory) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (int number = 0; number < CASES; number++) {
            cases.add(number % 2 == 0 ? percentile() : availability());
        }

        List<String> theirs = judgedInPython(cases, directory);
        List<String> ours = cases.stream().map(ObjectiveArithmeticTest::judged).toList();

        assertThat(ours).isEqualTo(theirs);
        for (boolean ofPercentile : List.of(true, false)) {
            for (String severity : List.of("OK", "WARNING", "CRITICAL")) {
                assertThat(cases)
                        .as("cases that are %s", severity)
                        .filteredOn(one -> one.objective() instanceof PercentileObjective == ofPercentile)
                        .filteredOn(one -> judged(one).startsWith(severity))
                        .hasSizeGreaterThan(20);
            }
        }
    }

    /** The text of the finding. A percentile that is met has no finding; its computation is shown below. */
    private static String judged(Case one) {
        Optional<Finding> found = ObjectiveFindings.of(one.objective(), one.measurements(), NOW, one.interval());
        String severity = found.map(finding -> finding.severity().name()).orElse("OK");
        return switch (one.objective()) {
            case PercentileObjective objective -> {
                List<Measurement> window = ObjectiveWindow.ending(
                                NOW, objective.window(), one.interval(), one.measurements())
                        .measurements();
                Optional<Duration> value = Percentiles.of(objective.percent(), objective.phase(), window);
                long count = window.stream()
                        .filter(measurement -> measurement.took(Phase.TLS).isPresent())
                        .count();
                found.ifPresent(finding -> assertStates(finding, value.orElseThrow(), objective, count));
                yield severity + " "
                        + value.map(Duration::toNanos).map(String::valueOf).orElse("-") + " " + count;
            }
            case AvailabilityObjective objective ->
                found.map(finding -> {
                            List<String> said = read(BURN, finding);
                            return "%s %s %s %d %d"
                                    .formatted(
                                            severity,
                                            said.get(0),
                                            said.get(1),
                                            tenths(said.get(2)),
                                            tenths(said.get(3)));
                        })
                        .orElse(severity);
        };
    }

    private static void assertStates(Finding finding, Duration value, PercentileObjective objective, long count) {
        List<String> stated = read(PERCENTILE, finding);
        double millis = Double.parseDouble(stated.get(0));
        assertThat(millis)
                .isCloseTo(value.toNanos() / 1e6, within(0.05))
                .isGreaterThan(objective.limit().warning().toNanos() / 1e6);
        assertThat(stated.get(1)).isEqualTo(String.valueOf(count));
    }

    private static List<String> read(Pattern pattern, Finding finding) {
        Matcher matcher = pattern.matcher(finding.message());
        assertThat(matcher.find()).as(finding.message()).isTrue();
        List<String> groups = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            groups.add(matcher.group(group));
        }
        return groups;
    }

    private static long tenths(String number) {
        return new BigDecimal(number).movePointRight(1).longValueExact();
    }

    private Case percentile() {
        int percent = 50 + random.nextInt(50);
        Duration window = Duration.ofMinutes(5L + random.nextInt(1_436));
        long slow = 250_000_000L * (1 + random.nextInt(3));
        PercentileObjective objective =
                new PercentileObjective(percent, Phase.TLS, SlaLimit.of(Duration.ofMillis(250)), window);
        // Near the share where the percentile moves across the limit.
        double share = Math.clamp((100 - percent) / 100.0 + 0.08 * random.nextGaussian(), 0, 1);
        return history(objective, window, 0.05, share, slow);
    }

    private Case availability() {
        AvailabilityObjective objective = new AvailabilityObjective(
                new BigDecimal(OBJECTIVES.get(random.nextInt(OBJECTIVES.size()))), Duration.ofDays(30));
        double failing = SHARES.get(random.nextInt(SHARES.size()));
        return history(objective, Duration.ofHours(6), failing, 0, 0);
    }

    /** Up to four regions, up to a bit more than the window, some runs missing, some at the very borders. */
    private Case history(SlaObjective objective, Duration window, double failing, double slowShare, long slowNanos) {
        Duration interval = INTERVALS.get(random.nextInt(INTERVALS.size()));
        int longest = (int) Math.min(400, window.dividedBy(interval) + 4);
        int runs = random.nextInt(longest + 1);
        int regions = 1 + random.nextInt(4);
        List<Measurement> measurements = new ArrayList<>();
        for (Instant run : Measurements.runs(NOW.plus(interval), interval, runs)) {
            for (int region = 0; region < regions; region++) {
                if (random.nextInt(20) == 0) {
                    continue;
                }
                String name = "region-" + region;
                long nanos = 1_000 * (long) random.nextInt(250_000)
                        + (random.nextDouble() < slowShare ? slowNanos : 1_000 * (long) random.nextInt(2));
                measurements.add(
                        random.nextDouble() < failing
                                ? Measurements.failed(run, name)
                                : Measurements.taking(Duration.ofNanos(nanos), run, name));
            }
        }
        return new Case(objective, interval, measurements);
    }

    private static List<String> judgedInPython(List<Case> cases, Path directory)
            throws IOException, InterruptedException, URISyntaxException {
        Path input = directory.resolve("cases.json");
        new ObjectMapper()
                .writeValue(
                        input.toFile(),
                        cases.stream().map(ObjectiveArithmeticTest::document).toList());
        URL script = ObjectiveArithmeticTest.class.getResource("/objectives/judge.py");
        File output = directory.resolve("judged.txt").toFile();
        Process python;
        try {
            python = new ProcessBuilder("python3", Path.of(script.toURI()).toString(), input.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
        } catch (IOException notThere) {
            return abort("skipped: python3 is not installed");
        }
        try {
            assertThat(python.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            python.destroyForcibly();
        }
        assertThat(python.exitValue()).as(Files.readString(output.toPath())).isZero();
        return Files.readAllLines(output.toPath());
    }

    private static Map<String, Object> document(Case one) {
        Map<String, Object> document = new LinkedHashMap<>();
        switch (one.objective()) {
            case PercentileObjective objective -> {
                document.put("percentile", objective.percent());
                document.put(
                        "limit",
                        List.of(
                                objective.limit().warning().toNanos(),
                                objective.limit().critical().toNanos()));
                document.put("window", objective.window().toMillis());
            }
            case AvailabilityObjective objective ->
                document.put("availability", objective.percent().toPlainString());
        }
        document.put("now", NOW.toEpochMilli());
        document.put("interval", one.interval().toMillis());
        document.put(
                "measurements",
                one.measurements().stream()
                        .map(ObjectiveArithmeticTest::document)
                        .toList());
        return document;
    }

    private static List<Object> document(Measurement measurement) {
        List<Object> document = new ArrayList<>();
        document.add(measurement.scheduledAt().toEpochMilli());
        document.add(!measurement.succeeded());
        document.add(measurement.took(Phase.TLS).map(Duration::toNanos).orElse(null));
        return document;
    }
}
