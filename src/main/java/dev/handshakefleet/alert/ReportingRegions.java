package dev.handshakefleet.alert;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.measurement.MeasurementStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which regions reported lately of a target, asked of the stored measurements where a problem is new: a region that sees
 * nothing wrong leaves no word in the alert's state. Used by one run and one thread.
 *
 * <p>At most {@value #MOST_LOOKUPS} targets are asked for; beyond that it is a storm, and those that reported of the others
 * are taken to have reported of this one too.
 */
final class ReportingRegions {

    static final int MOST_LOOKUPS = 20;

    private static final int MOST_MEASUREMENTS = 500;

    private final Optional<MeasurementStore> measurements;
    private final Duration interval;
    private final AlertRun run;
    private final Map<String, Instant> anywhere = new HashMap<>();
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

    /** @return when each region reported last, by region; empty where that is not known */
    Map<String, Instant> of(String targetId, Instant at) {
        if (measurements.isEmpty()) {
            return Map.of();
        }
        if (lookups >= MOST_LOOKUPS || run.measurementsTable().reason().isPresent()) {
            return Map.copyOf(anywhere);
        }
        lookups++;
        try {
            Map<String, Instant> reported = new HashMap<>();
            measurements
                    .get()
                    .history(targetId, at.minus(interval.multipliedBy(2)), at, MOST_MEASUREMENTS)
                    .measurements()
                    .forEach(one -> reported.merge(one.region(), one.scheduledAt(), ReportingRegions::later));
            reported.forEach((region, instant) -> anywhere.merge(region, instant, ReportingRegions::later));
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
