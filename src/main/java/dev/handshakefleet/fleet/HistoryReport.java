package dev.handshakefleet.fleet;

import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Instant;
import java.util.List;

/**
 * The measurements of one target in a window of time, and its certificates at any time.
 *
 * @param targetId its id
 * @param from start of the window
 * @param to end of the window
 * @param history newest first
 * @param certificates the stored leaves of any age, newest first, at most 50
 * @param problems the parts that could not be read, in plain sentences
 */
public record HistoryReport(
        String targetId,
        Instant from,
        Instant to,
        MeasurementHistory history,
        List<LeafRecord> certificates,
        List<String> problems) {

    public HistoryReport {
        certificates = List.copyOf(certificates);
        problems = List.copyOf(problems);
    }
}
