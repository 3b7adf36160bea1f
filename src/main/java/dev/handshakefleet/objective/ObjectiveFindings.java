package dev.handshakefleet.objective;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.verdict.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges the measurements of one target by its objectives. Pure.
 *
 * <p>Guarantees: exact arithmetic; each window is at least two intervals of the schedule long; a window without a
 * measurement, and failures or slow phases of one run alone, are never a breach.
 */
public final class ObjectiveFindings {

    private ObjectiveFindings() {}

    /**
     * @param objective the objective
     * @param measurements of one target, of all regions, each once, in any order; what lies outside the window does not
     *     count
     * @param now the end of the window
     * @param interval of the schedule
     * @return a finding with code SLA_BREACHED; empty if the objective is kept or there is too little to judge
     */
    public static Optional<Finding> of(
            SlaObjective objective, List<Measurement> measurements, Instant now, Duration interval) {
        return switch (objective) {
            case PercentileObjective percentile -> SlowShare.of(percentile, measurements, now, interval);
            case AvailabilityObjective availability ->
                BurnAlarm.ALL.stream()
                        .flatMap(alarm -> alarm.of(availability, measurements, now, interval).stream())
                        .findFirst();
        };
    }

    /**
     * @return whether the measurement by itself speaks against the objective: it failed, or its phase is above the
     * limit
     */
    public static boolean countsAgainst(SlaObjective objective, Measurement measurement) {
        return switch (objective) {
            case PercentileObjective percentile -> SlowShare.isSlow(percentile, measurement);
            case AvailabilityObjective availability -> !measurement.succeeded();
        };
    }

    /** @return how far back {@link #of} looks */
    public static Duration reach(SlaObjective objective, Duration interval) {
        return switch (objective) {
            case PercentileObjective percentile -> ObjectiveWindow.length(percentile.window(), interval);
            case AvailabilityObjective availability ->
                BurnAlarm.ALL.stream()
                        .map(alarm -> ObjectiveWindow.length(alarm.window(), interval))
                        .reduce(interval, (one, other) -> one.compareTo(other) >= 0 ? one : other);
        };
    }
}
