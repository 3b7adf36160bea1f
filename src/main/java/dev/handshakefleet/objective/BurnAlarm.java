package dev.handshakefleet.objective;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error budget that is spent too fast: over the longer window, so that it matters, and over the shorter one too, so
 * that
 * it is still going on. Source: Google SRE Workbook, "Alerting on SLOs", 6: Multiwindow, Multi-Burn-Rate Alerts.
 *
 * @param severity the severity of the finding
 * @param factor the burn rate
 * @param window the longer window
 * @param recent the shorter window
 */
record BurnAlarm(Severity severity, BigDecimal factor, Duration window, Duration recent) {

    /** The faster first. */
    static final List<BurnAlarm> ALL = List.of(
            new BurnAlarm(Severity.CRITICAL, new BigDecimal("14.4"), Duration.ofHours(1), Duration.ofMinutes(5)),
            new BurnAlarm(Severity.WARNING, BigDecimal.valueOf(6), Duration.ofHours(6), Duration.ofMinutes(30)));

    Optional<Finding> of(
            AvailabilityObjective objective, List<Measurement> measurements, Instant now, Duration interval) {
        ObjectiveWindow whole = ObjectiveWindow.ending(now, window, interval, measurements);
        ObjectiveWindow latest = ObjectiveWindow.ending(now, recent, interval, measurements);
        ErrorBudget overall = ErrorBudget.of(whole.measurements(), objective);
        ErrorBudget lately = ErrorBudget.of(latest.measurements(), objective);
        boolean sounds = overall.burnsAtLeast(factor)
                && lately.burnsAtLeast(factor)
                && whole.spansTwoRuns(measurement -> !measurement.succeeded());
        return sounds
                ? Optional.of(new Finding(
                        FindingCode.SLA_BREACHED, severity, message(whole, overall, latest, lately), advice(overall)))
                : Optional.empty();
    }

    private static String message(
            ObjectiveWindow whole, ErrorBudget overall, ObjectiveWindow latest, ErrorBudget lately) {
        return "Availability is %s %% over %s (%d of %d probes failed): the error budget of %s %% over %s is spent %s times as fast as it may be, %s times over the last %s%s."
                .formatted(
                        overall.availability().toPlainString(),
                        DurationText.roughSpan(whole.length()),
                        overall.failed(),
                        overall.probes(),
                        overall.objective().percent().toPlainString(),
                        DurationText.roughSpan(overall.objective().window()),
                        overall.burnRate().toPlainString(),
                        lately.burnRate().toPlainString(),
                        DurationText.roughSpan(latest.length()),
                        regions(whole, overall.objective()));
    }

    private static String regions(ObjectiveWindow window, AvailabilityObjective objective) {
        List<Map.Entry<String, ErrorBudget>> worstFirst = window.byRegion().entrySet().stream()
                .map(region -> Map.entry(region.getKey(), ErrorBudget.of(region.getValue(), objective)))
                .sorted(Comparator.comparingDouble(region -> -region.getValue().failedShare()))
                .toList();
        boolean differ = worstFirst.stream()
                        .map(region -> region.getValue().failedShare())
                        .distinct()
                        .count()
                > 1;
        return differ
                ? WorstRegions.listed(worstFirst.stream()
                        .map(region -> "%s %d of %d"
                                .formatted(
                                        region.getKey(),
                                        region.getValue().failed(),
                                        region.getValue().probes()))
                        .toList())
                : "";
    }

    private static String advice(ErrorBudget overall) {
        return "Find out what fails now: at this rate the whole budget for %s is spent in %s."
                .formatted(
                        DurationText.roughSpan(overall.objective().window()),
                        DurationText.roughSpan(overall.exhaustionTime()));
    }
}
