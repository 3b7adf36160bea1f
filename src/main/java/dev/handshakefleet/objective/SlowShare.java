package dev.handshakefleet.objective;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import dev.handshakefleet.verdict.SlaWords;
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
                .filter(found -> window.isSeenByTwoRuns(measurement -> isSlow(objective, measurement)))
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
        Phase phase = objective.phase();
        String message = "The p%d of %s is %s ms over %s, %s %s ms; %d measurements%s."
                .formatted(
                        objective.percent(),
                        phase.label(),
                        SlaWords.millis(found),
                        ObjectiveText.span(window.length()),
                        isCritical ? "critical limit" : "limit",
                        SlaWords.millis(
                                isCritical
                                        ? objective.limit().critical()
                                        : objective.limit().warning()),
                        window.measurements().stream()
                                .filter(measurement -> measurement.took(phase).isPresent())
                                .count(),
                        regions(objective, window));
        return new Finding(
                FindingCode.SLA_BREACHED,
                isCritical ? Severity.CRITICAL : Severity.WARNING,
                message,
                SlaWords.advice(phase));
    }

    private static String regions(PercentileObjective objective, ObjectiveWindow window) {
        List<Map.Entry<String, Duration>> worstFirst = window.byRegion().entrySet().stream()
                .flatMap(region -> Percentiles.of(objective.percent(), objective.phase(), region.getValue()).stream()
                        .map(found -> Map.entry(region.getKey(), found)))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        List<String> figures = worstFirst.stream()
                .map(region -> SlaWords.millis(region.getValue()))
                .toList();
        return figures.stream().distinct().count() > 1
                ? ObjectiveText.regions(worstFirst.stream()
                        .map(region -> region.getKey() + " " + SlaWords.millis(region.getValue()) + " ms")
                        .toList())
                : "";
    }
}
