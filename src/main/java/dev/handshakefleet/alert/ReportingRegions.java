package dev.handshakefleet.alert;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.measurement.MeasurementStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the regions that reported on a target lately, in the stored measurements. The state of an alert has no entry for a
 * region without a problem, so a new problem needs this look-up for the quorum. Used by one run and one thread.
 *
 * <p>At most {@value #MOST_LOOKUPS} targets are looked up in a run. For each further target, the regions of all look-ups
 * before count as its reporting regions.
 */
final class ReportingRegions {

    static final int MOST_LOOKUPS = 20;

    private static final int MOST_MEASUREMENTS = 500;

    private final Optional<MeasurementStore> measurements;
    private final Duration interval;
    private final AlertRun run;
    private final Map<String, Instant> lastReports = new HashMap<>();
    private int lookups;

    /**
     * @param interval of the schedule; a region without a report for two intervals does not report
     * @param run receives the problem if the measurements cannot be read
     */
    ReportingRegions(Optional<MeasurementStore> measurements, Duration interval, AlertRun run) {
        this.measurements = measurements;
        this.interval = interval;
        this.run = run;
    }

    /** @return the last report of each region, by region; empty if no measurements are stored or readable */
    Map<String, Instant> of(String targetId, Instant at) {
        if (measurements.isEmpty()) {
            return Map.of();
        }
        if (lookups >= MOST_LOOKUPS || run.measurementsTable().reason().isPresent()) {
            return Map.copyOf(lastReports);
        }
        lookups++;
        try {
            Map<String, Instant> reported = new HashMap<>();
            measurements
                    .get()
                    .history(targetId, at.minus(interval.multipliedBy(2)), at, MOST_MEASUREMENTS)
                    .measurements()
                    .forEach(measurement ->
                            reported.merge(measurement.region(), measurement.scheduledAt(), ReportingRegions::later));
            reported.forEach((region, instant) -> lastReports.merge(region, instant, ReportingRegions::later));
            return reported;
        } catch (StoreUnavailableException unreadable) {
            run.problem("The reporting regions could not be read: "
                    + run.measurementsTable().fault(unreadable));
            return Map.of();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
