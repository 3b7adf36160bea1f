package dev.handshakefleet.measurement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * Adds measurements that the read may have missed, because a read can be older than the last write. A measurement
     * that is present twice (by scheduled instant, region and address) counts once, with the values given here.
     */
    public MeasurementHistory with(Collection<Measurement> others) {
        Map<Key, Measurement> byKey = new LinkedHashMap<>();
        Stream.concat(measurements.stream(), others.stream())
                .forEach(measurement -> byKey.put(Key.of(measurement), measurement));
        return new MeasurementHistory(
                byKey.values().stream()
                        .sorted(Comparator.comparing(Measurement::scheduledAt).reversed())
                        .toList(),
                truncated);
    }

    /** @return whether all measurements after that instant have been read */
    public boolean reachesBackTo(Instant instant) {
        return !truncated
                || (!measurements.isEmpty()
                        && !measurements.getLast().scheduledAt().isAfter(instant));
    }

    private record Key(String targetId, Instant scheduledAt, String region, Optional<String> address) {

        static Key of(Measurement measurement) {
            return new Key(
                    measurement.targetId(),
                    measurement.scheduledAt().truncatedTo(ChronoUnit.MILLIS),
                    measurement.region(),
                    measurement.address());
        }
    }
}
