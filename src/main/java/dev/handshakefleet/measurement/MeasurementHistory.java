package dev.handshakefleet.measurement;

import java.util.List;

/**
 * Measurements read back.
 *
 * @param measurements newest first
 * @param truncated whether the window holds more than were asked for
 */
public record MeasurementHistory(List<Measurement> measurements, boolean truncated) {

    public MeasurementHistory {
        measurements = List.copyOf(measurements);
    }
}
