package dev.handshakefleet.fleet;

import dev.handshakefleet.measurement.MeasurementHistory;
import java.time.Instant;

/**
 * What was measured of one target in a window of time.
 *
 * @param targetId its id
 * @param from start of the window
 * @param to end of the window
 * @param history newest first
 */
public record HistoryReport(String targetId, Instant from, Instant to, MeasurementHistory history) {}
