package dev.handshakefleet.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.history.ObjectiveStanding;
import dev.handshakefleet.report.HistoryDocument.PhaseDocument;
import dev.handshakefleet.rollup.ProbeCounts;
import dev.handshakefleet.rollup.RegionRollup;
import dev.handshakefleet.verdict.FindingCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What all measurements of a window come to.
 *
 * @param all of all regions; a run in two regions counts as two
 * @param regions by region
 * @param objectives how the objectives of the target stand; absent where it has none
 * @param certificateChanges how many certificates replaced another one in the window
 * @param alerts the alerts that are not resolved
 * @param read where the numbers come from
 */
@RegisterForReflection
public record HistorySummary(
        PartDocument all,
        Map<String, PartDocument> regions,
        Optional<List<ObjectiveDocument>> objectives,
        int certificateChanges,
        List<OpenAlertDocument> alerts,
        ReadDocument read) {

    /**
     * The measurements of one region, or of all.
     *
     * @param breaches how many broke a limit of the target ({@code SLA_BREACHED})
     * @param limitKept whether none did
     * @param availability percent of the measurements that succeeded, rounded down; absent where there is none
     * @param failures how many failed, by kind; absent where none did
     * @param findings how many had a finding, by code; absent where none had
     * @param trend the handshake over time; absent for all regions together
     */
    @RegisterForReflection
    public record PartDocument(
            int runs,
            int measurements,
            int ok,
            int warning,
            int critical,
            int failed,
            Optional<BigDecimal> availability,
            int breaches,
            boolean limitKept,
            Optional<Map<String, Integer>> failures,
            Optional<Map<String, Integer>> findings,
            Map<String, PhaseDocument> phases,
            Optional<TrendDocument> trend) {}

    /** The handshake over time; {@code step} is an ISO-8601 duration. */
    @RegisterForReflection
    public record TrendDocument(String step, List<StepDocument> steps) {}

    /** A step with measurements: the highest p95 of its hours and the longest handshake, decimal milliseconds. */
    @RegisterForReflection
    public record StepDocument(
            Instant at, int measurements, int failed, Optional<BigDecimal> p95, Optional<BigDecimal> max) {}

    /** An objective of the target; {@code budgetLeft} is in percent, below zero where more failed than may. */
    @RegisterForReflection
    public record ObjectiveDocument(
            String name,
            String promise,
            boolean kept,
            Optional<BigDecimal> found,
            Optional<BigDecimal> availability,
            Optional<BigDecimal> budgetLeft) {}

    /** An alert that is not resolved. */
    @RegisterForReflection
    public record OpenAlertDocument(String check, String state, String severity, Instant since) {}

    /** How many rollups of days and hours, and how many measurements the summary was read from. */
    @RegisterForReflection
    public record ReadDocument(
            @JsonProperty("days") int ofDays,
            @JsonProperty("hours") int ofHours,
            int measurements) {}

    static HistorySummary of(HistoryReport report) {
        HistoryTrend trend = HistoryTrend.of(report);
        Map<String, PartDocument> regions = new LinkedHashMap<>();
        report.summary()
                .regions()
                .forEach((name, region) -> regions.put(name, part(region, Optional.of(trend(trend, name)))));
        return new HistorySummary(
                part(report.summary().total(), Optional.empty()),
                regions,
                Optional.of(report.objectives().stream()
                                .map(HistorySummary::objective)
                                .toList())
                        .filter(objectives -> !objectives.isEmpty()),
                report.certificateChanges(),
                report.alerts().stream().map(HistorySummary::alert).toList(),
                new ReadDocument(
                        report.summary().days(),
                        report.summary().hours(),
                        report.summary().measurements()));
    }

    /** @return how many measurements broke a limit */
    static int breaches(RegionRollup region) {
        return region.findings().getOrDefault(FindingCode.SLA_BREACHED, 0);
    }

    private static PartDocument part(RegionRollup region, Optional<TrendDocument> trend) {
        ProbeCounts counts = region.counts();
        int breaches = breaches(region);
        Map<String, PhaseDocument> phases = new LinkedHashMap<>();
        region.sketches()
                .forEach((series, sketch) -> phases.put(series.label(), PhaseDocument.of(sketch.percentiles())));
        return new PartDocument(
                counts.runs(),
                counts.probes(),
                counts.ok(),
                counts.warning(),
                counts.critical(),
                counts.failed(),
                ObjectiveStanding.availability(region),
                breaches,
                breaches == 0,
                named(region.failures()),
                named(region.findings()),
                phases,
                trend);
    }

    private static Optional<Map<String, Integer>> named(Map<? extends Enum<?>, Integer> counts) {
        Map<String, Integer> byName = new LinkedHashMap<>();
        counts.forEach((key, count) -> byName.put(key.name(), count));
        return Optional.of(byName).filter(some -> !some.isEmpty());
    }

    private static TrendDocument trend(HistoryTrend trend, String region) {
        return new TrendDocument(
                trend.step().toString(),
                trend.regions().get(region).stream()
                        .filter(step -> step.probes() > 0)
                        .map(step -> new StepDocument(
                                step.at(), step.probes(), step.failed(), millis(step.p95()), millis(step.max())))
                        .toList());
    }

    private static ObjectiveDocument objective(ObjectiveStanding standing) {
        return new ObjectiveDocument(
                standing.name(),
                standing.promise(),
                standing.kept(),
                millis(standing.found()),
                standing.availability(),
                standing.budgetLeft());
    }

    private static OpenAlertDocument alert(ListedAlert alert) {
        return new OpenAlertDocument(
                alert.check().name(),
                alert.state().name().toLowerCase(Locale.ROOT),
                alert.severity().name(),
                alert.since());
    }

    private static Optional<BigDecimal> millis(Optional<Duration> duration) {
        return duration.map(DurationText::jsonMillis);
    }
}
