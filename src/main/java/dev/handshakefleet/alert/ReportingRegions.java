package dev.handshakefleet.alert;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.measurement.MeasurementStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Finds the regions that reported on a target lately, in the stored measurements. The state of an alert has no entry for a
 * region without a problem, so a new problem needs this look-up for the quorum. Used by one run. Thread-safe.
 *
 * <p>At most {@value #MOST_LOOKUPS} targets are looked up in a run. For each further target, the regions of all look-ups
 * count as its reporting regions.
 */
final class ReportingRegions {

    static final int MOST_LOOKUPS = 20;

    private static final int MOST_MEASUREMENTS = 500;

    private final Optional<MeasurementStore> measurements;
    private final Duration interval;
    private final AlertRun run;
    private final Semaphore lookUpsLeft = new Semaphore(MOST_LOOKUPS);
    private final Queue<CompletableFuture<Map<String, Instant>>> lookUps = new ConcurrentLinkedQueue<>();

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
        CompletableFuture<Map<String, Instant>> mine = new CompletableFuture<>();
        if (!begins(mine)) {
            return ofAll();
        }
        try {
            mine.complete(lookedUp(targetId, at));
        } finally {
            mine.complete(Map.of());
        }
        return mine.join();
    }

    /** In one step, so that who may not look up finds all look-ups. */
    private synchronized boolean begins(CompletableFuture<Map<String, Instant>> lookUp) {
        boolean isFirst = run.measurementsTable().reason().isEmpty() && lookUpsLeft.tryAcquire();
        return isFirst && lookUps.add(lookUp);
    }

    /** Waits for the look-ups under way: a target without one must not seem to have fewer regions. */
    private Map<String, Instant> ofAll() {
        Map<String, Instant> lastReports = new HashMap<>();
        lookUps.forEach(lookUp -> lookUp.join()
                .forEach((region, instant) -> lastReports.merge(region, instant, ReportingRegions::later)));
        return Map.copyOf(lastReports);
    }

    private Map<String, Instant> lookedUp(String targetId, Instant at) {
        try {
            Map<String, Instant> reported = new HashMap<>();
            measurements
                    .orElseThrow()
                    .history(targetId, at.minus(interval.multipliedBy(2)), at, MOST_MEASUREMENTS)
                    .measurements()
                    .forEach(measurement ->
                            reported.merge(measurement.region(), measurement.scheduledAt(), ReportingRegions::later));
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
