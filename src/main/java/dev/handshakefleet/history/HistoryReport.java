package dev.handshakefleet.history;

import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was measured of one target in a window of time, and its certificates at any time.
 *
 * @param targetId its id
 * @param from start of the window
 * @param to end of the window
 * @param summary all measurements of the window, of the region that was asked for, or of all
 * @param history the newest of these measurements, one by one, newest first
 * @param certificates the stored leaves of any age, newest first, at most 50
 * @param objectives how the objectives stand that the target has now; that of availability in its own window and in all regions
 * @param alerts the alerts that are not resolved now, the worst first
 * @param problems the parts that could not be read, in plain sentences
 */
public record HistoryReport(
        String targetId,
        Instant from,
        Instant to,
        WindowRollup summary,
        MeasurementHistory history,
        List<LeafRecord> certificates,
        List<ObjectiveStanding> objectives,
        List<ListedAlert> alerts,
        List<String> problems) {

    public HistoryReport {
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(history, "history");
        certificates = List.copyOf(certificates);
        objectives = List.copyOf(objectives);
        alerts = List.copyOf(alerts);
        problems = List.copyOf(problems);
    }

    /** @return how many certificates replaced another one in the window */
    public int certificateChanges() {
        return (int) certificates.stream()
                .filter(leaf -> leaf.replaced().isPresent())
                .filter(leaf ->
                        !leaf.firstSeen().isBefore(from) && !leaf.firstSeen().isAfter(to))
                .count();
    }
}
