package dev.handshakefleet.objective;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.LimitText;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import dev.handshakefleet.verdict.SlaAdvice;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The finding about a percentile above its limit: too many measurements were slow. Pure. */
final class SlowShare {

    private SlowShare() {}

    static Optional<Finding> of(
            PercentileObjective objective, List<Measurement> measurements, Instant now, Duration interval) {
        ObjectiveWindow window = ObjectiveWindow.ending(now, objective.window(), interval, measurements);
        return Percentiles.of(objective.percent(), objective.phase(), window.measurements())
                .filter(found -> found.compareTo(objective.limit().warning()) > 0)
                .filter(found -> window.spansTwoRuns(measurement -> isSlow(objective, measurement)))
                .map(found -> finding(objective, window, found));
    }

    static boolean isSlow(PercentileObjective objective, Measurement measurement) {
        return measurement
                .took(objective.phase())
                .filter(took -> took.compareTo(objective.limit().warning()) > 0)
                .isPresent();
    }

    private static Finding finding(PercentileObjective objective, ObjectiveWindow window, Duration found) {
        boolean isCritical = found.compareTo(objective.limit().critical()) > 0;
        Duration limit =
                isCritical ? objective.limit().critical() : objective.limit().warning();
        LimitText text = LimitText.of(found, limit);
        Phase phase = objective.phase();
        String message = "The p%d of %s is %s over %s, %s %s; %d measurements%s."
                .formatted(
                        objective.percent(),
                        phase.label(),
                        text.took(),
                        DurationText.roughSpan(window.length()),
                        isCritical ? "critical limit" : "limit",
                        text.limit(),
                        window.measurements().stream()
                                .filter(measurement -> measurement.took(phase).isPresent())
                                .count(),
                        regions(objective, window, limit));
        return new Finding(
                FindingCode.SLA_BREACHED,
                isCritical ? Severity.CRITICAL : Severity.WARNING,
                message,
                SlaAdvice.on(phase));
    }

    private static String regions(PercentileObjective objective, ObjectiveWindow window, Duration limit) {
        List<Map.Entry<String, String>> worstFirst = window.byRegion().entrySet().stream()
                .flatMap(region -> Percentiles.of(objective.percent(), objective.phase(), region.getValue()).stream()
                        .map(found -> Map.entry(region.getKey(), found)))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(region -> Map.entry(
                        region.getKey(), LimitText.of(region.getValue(), limit).took()))
                .toList();
        boolean differ = worstFirst.stream().map(Map.Entry::getValue).distinct().count() > 1;
        return differ
                ? WorstRegions.listed(worstFirst.stream()
                        .map(region -> region.getKey() + " " + region.getValue())
                        .toList())
                : "";
    }
}
