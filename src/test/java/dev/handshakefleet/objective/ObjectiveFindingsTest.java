package dev.handshakefleet.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveFindingsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String IRELAND = "eu-west-1";
    private static final String SYDNEY = "ap-southeast-2";
    private static final AvailabilityObjective THREE_NINES = available("99.9");
    private static final PercentileObjective P95 =
            new PercentileObjective(95, Phase.TLS, SlaLimit.of(Duration.ofMillis(250)), Duration.ofHours(1));

    @Test
    void percentileAboveItsLimitNamesValueLimitWindowMeasurementsAndRegions() {
        List<Measurement> measurements = new ArrayList<>();
        List<Instant> runs = Measurements.runs(NOW, FIVE_MINUTES, 12);
        runs.forEach(run -> measurements.add(Measurements.taking(micros(180_100), run, IRELAND)));
        runs.forEach(run -> measurements.add(Measurements.taking(micros(412_250), run, SYDNEY)));

        assertThat(judged(P95, measurements))
                .contains(new Finding(
                        FindingCode.SLA_BREACHED,
                        Severity.WARNING,
                        "The p95 of tls is 412.3 ms over 1 h, limit 250 ms; 24 measurements; ap-southeast-2 412.3 ms,"
                                + " eu-west-1 180.1 ms.",
                        "Compare with other regions: slow everywhere means a busy server, a large chain or a slow key;"
                                + " slow from one means the network path."));
    }

    @Test
    void percentileAboveItsSecondLimitIsCritical() {
        List<Measurement> slow = Measurements.runs(NOW, FIVE_MINUTES, 12).stream()
                .map(run -> Measurements.taking(micros(500_001), run, IRELAND))
                .toList();

        assertThat(judged(P95, slow))
                .hasValueSatisfying(finding -> assertThat(finding.message())
                        .isEqualTo("The p95 of tls is 500.001 ms over 1 h, critical limit 500 ms; 12 measurements."));
        assertThat(judged(P95, slow)).map(Finding::severity).contains(Severity.CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"20, 1, false", "20, 2, true", "39, 1, false", "40, 2, false", "40, 3, true"})
    void atMostFivePercentMayBeAboveTheLimitOfA95thPercentile(int count, int slow, boolean breached) {
        PercentileObjective overADay =
                new PercentileObjective(95, Phase.TLS, SlaLimit.of(Duration.ofMillis(250)), Duration.ofDays(1));
        List<Instant> runs = Measurements.runs(NOW, FIVE_MINUTES, count);
        List<Measurement> measurements = IntStream.range(0, count)
                .mapToObj(run -> Measurements.taking(Duration.ofMillis(run < slow ? 251 : 250), runs.get(run), IRELAND))
                .toList();

        assertThat(judged(overADay, measurements).isPresent()).isEqualTo(breached);
    }

    @Test
    void burnRateFindingNamesFailuresProbesRatesAndRegions() {
        List<Measurement> measurements = new ArrayList<>(probes(12, FIVE_MINUTES, SYDNEY, run -> run < 10));
        measurements.addAll(probes(12, FIVE_MINUTES, IRELAND, run -> false));
        measurements.addAll(probes(12, FIVE_MINUTES, "us-east-1", run -> false));

        assertThat(judged(THREE_NINES, measurements))
                .contains(new Finding(
                        FindingCode.SLA_BREACHED,
                        Severity.CRITICAL,
                        "Availability is 72.22 % over 1 h (10 of 36 probes failed): the error budget of 99.9 % over 30 d is"
                                + " spent 277.7 times as fast as it may be, 333.3 times over the last 10 min;"
                                + " ap-southeast-2 10 of 12, eu-west-1 0 of 12, us-east-1 0 of 12.",
                        "Find out what fails now: at this rate the whole budget for 30 d is spent in 2 h 35 min."));
    }

    @Test
    void slowBurnIsAWarningOfSixHours() {
        // Every minute: 2 of 360 failed in six hours are 5.6 times, 3 are 8.3 times; none of the last hour but one: 1
        // of 60 is 16.6.
        Duration minute = Duration.ofMinutes(1);
        List<Measurement> two = probes(360, minute, IRELAND, run -> run == 20 || run == 300);
        List<Measurement> three = probes(360, minute, IRELAND, run -> run == 20 || run == 300 || run == 310);

        assertThat(ObjectiveFindings.of(THREE_NINES, two, NOW, minute)).isEmpty();
        assertThat(ObjectiveFindings.of(THREE_NINES, three, NOW, minute)).hasValueSatisfying(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo("Availability is 99.16 % over 6 h (3 of 360 probes failed): the error budget of"
                            + " 99.9 % over 30 d is spent 8.3 times as fast as it may be, 33.3 times over the last"
                            + " 30 min.");
        });
    }

    @Test
    void pastBreachIsNoFinding() {
        assertThat(judged(THREE_NINES, probes(72, FIVE_MINUTES, IRELAND, run -> run >= 6 && run < 12)))
                .as("nothing failed in the last half hour")
                .isEmpty();
        assertThat(judged(THREE_NINES, probes(72, FIVE_MINUTES, IRELAND, run -> run >= 2 && run < 12)))
                .as("nothing failed in the last ten minutes")
                .map(Finding::severity)
                .contains(Severity.WARNING);
    }

    @Test
    void firstFailureOfATargetIsNotAnErrorRateOfOne() {
        Measurement first = Measurements.failed(NOW, IRELAND);

        assertThat(judged(THREE_NINES, List.of(first))).isEmpty();
        assertThat(judged(THREE_NINES, List.of(first, Measurements.failed(NOW, SYDNEY))))
                .as("one run, seen from two regions")
                .isEmpty();
        assertThat(judged(THREE_NINES, List.of(first, Measurements.failed(NOW.minus(FIVE_MINUTES), IRELAND))))
                .as("two runs")
                .map(Finding::severity)
                .contains(Severity.CRITICAL);
    }

    @Test
    void oneSlowRunIsNoPercentile() {
        Measurement slow = Measurements.taking(Duration.ofSeconds(3), NOW, IRELAND);

        assertThat(judged(P95, List.of(slow, Measurements.taking(Duration.ofSeconds(3), NOW, SYDNEY))))
                .isEmpty();
        assertThat(judged(
                        P95,
                        List.of(slow, Measurements.taking(Duration.ofSeconds(2), NOW.minus(FIVE_MINUTES), IRELAND))))
                .isPresent();
    }

    @Test
    void windowWithoutAMeasurementHasNoFinding() {
        List<Measurement> longAgo = Stream.of(7, 8, 9)
                .map(hours -> Measurements.failed(NOW.minus(Duration.ofHours(hours)), IRELAND))
                .toList();
        List<Measurement> withoutPhase = probes(12, FIVE_MINUTES, IRELAND, run -> true);

        assertThat(judged(THREE_NINES, List.of())).isEmpty();
        assertThat(judged(THREE_NINES, longAgo)).isEmpty();
        assertThat(judged(P95, List.of())).isEmpty();
        assertThat(judged(P95, withoutPhase)).as("no handshake came to its end").isEmpty();
    }

    @Test
    void windowIncludesItsEndAndExcludesItsStart() {
        Duration hour = Duration.ofHours(1);
        List<Measurement> both = List.of(
                Measurements.taking(Duration.ofSeconds(3), NOW, IRELAND),
                Measurements.taking(Duration.ofSeconds(3), NOW.minus(hour).plusMillis(1), IRELAND));
        List<Measurement> one = List.of(
                Measurements.taking(Duration.ofSeconds(3), NOW, IRELAND),
                Measurements.taking(Duration.ofSeconds(3), NOW.minus(hour), IRELAND),
                Measurements.taking(Duration.ofSeconds(3), NOW.plusMillis(1), IRELAND));

        assertThat(judged(P95, both)).isPresent();
        assertThat(judged(P95, one)).isEmpty();
    }

    /** Every hour: the short window of five minutes would be empty at all other times, and hold one probe at best. */
    @Test
    void windowsAreAtLeastTwoIntervalsLong() {
        Duration hour = Duration.ofHours(1);

        assertThat(ObjectiveFindings.of(THREE_NINES, probes(6, hour, IRELAND, run -> run < 2), NOW, hour))
                .hasValueSatisfying(finding -> assertThat(finding.message())
                        .contains("over 2 h (2 of 2 probes failed)", "1000 times over the last 2 h"));
        assertThat(ObjectiveFindings.reach(THREE_NINES, FIVE_MINUTES)).isEqualTo(Duration.ofHours(6));
        assertThat(ObjectiveFindings.reach(THREE_NINES, Duration.ofDays(1))).isEqualTo(Duration.ofDays(2));
        assertThat(ObjectiveFindings.reach(P95, FIVE_MINUTES)).isEqualTo(hour);
        assertThat(ObjectiveFindings.reach(P95, hour)).isEqualTo(Duration.ofHours(2));
    }

    /** Source: Google SRE Workbook, "Alerting on SLOs", table of burn rates and time: 1 h at 14.4 is 2 %, 6 h at 6 is 5 %. */
    @ParameterizedTest
    @CsvSource({"CRITICAL, 2", "WARNING, 5"})
    void burnRateFactorsAreThoseOfTheSreWorkbook(Severity severity, BigDecimal percentOfTheBudget) {
        BurnAlarm alarm = BurnAlarm.ALL.stream()
                .filter(one -> one.severity() == severity)
                .findFirst()
                .orElseThrow();

        BigDecimal spent = alarm.factor()
                .multiply(BigDecimal.valueOf(alarm.window().toMinutes() * 100))
                .divide(BigDecimal.valueOf(Duration.ofDays(30).toMinutes()));

        assertThat(spent).isEqualByComparingTo(percentOfTheBudget);
        assertThat(alarm.recent()).as("a twelfth").isEqualTo(alarm.window().dividedBy(12));
    }

    /** Source: the same, "at a burn rate of 1,000" all fails and a budget of 0.1 % over 30 days lasts 43 minutes. */
    @ParameterizedTest
    @CsvSource({"1, 1000, 1, PT720H", "10, 1000, 10, PT72H", "1000, 1000, 1000, PT43M12S", "144, 10000, 14.4, PT50H"})
    void budgetLastsAsLongAsInTheSreWorkbook(int failed, int probes, BigDecimal burnRate, Duration lasts) {
        ErrorBudget budget = new ErrorBudget(failed, probes, THREE_NINES);

        assertThat(budget.burnRate()).isEqualByComparingTo(burnRate);
        assertThat(budget.exhaustionTime()).isEqualTo(lasts);
    }

    @Test
    void equalRateCounts() {
        BigDecimal fast = new BigDecimal("14.4");

        assertThat(new ErrorBudget(144, 10_000, THREE_NINES).burnsAtLeast(fast)).isTrue();
        assertThat(new ErrorBudget(143, 10_000, THREE_NINES).burnsAtLeast(fast)).isFalse();
        assertThat(new ErrorBudget(0, 0, THREE_NINES).burnsAtLeast(fast)).isFalse();
    }

    /** Source: the same, "Extreme Availability Goals": a budget of 10 % cannot be spent 14.4 times as fast. */
    @Test
    void everyProbeMustFailIfTheFactorCannotBeReached() {
        AvailabilityObjective nine = available("90");

        assertThat(judged(nine, probes(12, FIVE_MINUTES, IRELAND, run -> true)))
                .map(Finding::severity)
                .contains(Severity.CRITICAL);
        assertThat(judged(nine, probes(12, FIVE_MINUTES, IRELAND, run -> run < 11)))
                .as("11 of 12 are 9.1 times")
                .map(Finding::severity)
                .contains(Severity.WARNING);
        assertThat(judged(nine, probes(72, FIVE_MINUTES, IRELAND, run -> run < 11)))
                .isEmpty();
    }

    @Test
    void atMostSixRegionsAreNamed() {
        List<Measurement> measurements = IntStream.range(0, 9)
                .boxed()
                .flatMap(region -> probes(12, FIVE_MINUTES, "region-" + region, run -> run < region).stream())
                .toList();

        assertThat(judged(THREE_NINES, measurements))
                .hasValueSatisfying(finding -> assertThat(finding.message())
                        .endsWith(
                                "; region-8 8 of 12, region-7 7 of 12, region-6 6 of 12, region-5 5 of 12, region-4 4 of"
                                        + " 12, region-3 3 of 12, and 3 more.")
                        .hasSizeLessThan(400));
    }

    @Test
    void orderOfMeasurementsDoesNotMatter() {
        List<Measurement> ordered = probes(72, FIVE_MINUTES, IRELAND, run -> run % 3 == 0);
        List<Measurement> reversed = new ArrayList<>(ordered);
        Collections.reverse(reversed);

        assertThat(judged(THREE_NINES, reversed)).isPresent().isEqualTo(judged(THREE_NINES, ordered));
    }

    @Test
    void eachMeasurementIsAssessedAlone() {
        Measurement failed = Measurements.failed(NOW, IRELAND);
        Measurement httpFailed = Measurement.of(
                Probes.with("example.com", Probes.finding(FindingCode.HTTP_FAILED, Severity.CRITICAL)), NOW, IRELAND);
        Measurement expired = Measurement.of(Probes.with("example.com", Severity.CRITICAL), NOW, IRELAND);

        assertThat(Stream.of(failed, httpFailed)).allMatch(one -> ObjectiveFindings.countsAgainst(THREE_NINES, one));
        assertThat(ObjectiveFindings.countsAgainst(THREE_NINES, expired)).isFalse();
        assertThat(ObjectiveFindings.countsAgainst(P95, failed)).isFalse();
        assertThat(ObjectiveFindings.countsAgainst(P95, Measurements.taking(micros(250_000), NOW, IRELAND)))
                .isFalse();
        assertThat(ObjectiveFindings.countsAgainst(P95, Measurements.taking(micros(250_001), NOW, IRELAND)))
                .isTrue();
    }

    private static Optional<Finding> judged(SlaObjective objective, List<Measurement> measurements) {
        return ObjectiveFindings.of(objective, measurements, NOW, FIVE_MINUTES);
    }

    private static List<Measurement> probes(int count, Duration interval, String region, IntPredicate fails) {
        List<Instant> runs = Measurements.runs(NOW, interval, count);
        return IntStream.range(0, count)
                .mapToObj(run -> fails.test(run)
                        ? Measurements.failed(runs.get(run), region)
                        : Measurements.good(runs.get(run), region))
                .toList();
    }

    private static AvailabilityObjective available(String percent) {
        return new AvailabilityObjective(new BigDecimal(percent), Duration.ofDays(30));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
