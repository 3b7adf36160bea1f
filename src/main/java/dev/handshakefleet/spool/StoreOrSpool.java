package dev.handshakefleet.spool;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.StoreOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Stores the measurements of one run, and puts those that the table does not take into the queue of the region. For 5 s after the table
 * has failed in the run, measurements go into the queue at once, because waiting for an unavailable table would use up the time of the
 * run. Without a queue, and where the queue does not take them either, they are named. Never throws for a fault of a service.
 * Thread-safe.
 */
public final class StoreOrSpool {

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    private final MeasurementStore table;
    private final Optional<SpoolQueue> queue;
    private final Deadline spoolBy;
    private volatile Optional<Failure> tableFailed = Optional.empty();

    /** Why the table is not asked for a time. */
    private record Failure(String reason, Deadline until) {}

    /**
     * @param table bounded by the time of the run
     * @param queue of this region; empty where there is none
     * @param spoolBy when the last measurement is in the queue
     */
    public StoreOrSpool(MeasurementStore table, Optional<SpoolQueue> queue, Deadline spoolBy) {
        this.table = Objects.requireNonNull(table, "table");
        this.queue = Objects.requireNonNull(queue, "queue");
        this.spoolBy = Objects.requireNonNull(spoolBy, "spoolBy");
    }

    /** Stores all, or puts them into the queue; the outcome names those that are in neither, and why. */
    public StoreOutcome store(Collection<Measurement> measurements) {
        StoreOutcome tried = tableFailed
                .filter(failure -> !failure.until().hasPassed())
                .map(failure -> nothingOf(measurements, failure.reason()))
                .orElseGet(() -> tried(measurements));
        return queue.filter(spool -> !tried.notStored().isEmpty())
                .map(spool -> spooled(spool, tried, measurements))
                .orElse(tried);
    }

    private StoreOutcome tried(Collection<Measurement> measurements) {
        StoreOutcome outcome = table.store(measurements);
        if (outcome.reason().isPresent()) {
            tableFailed = outcome.reason().map(reason -> new Failure(reason, Deadline.in(AFTER_A_FAILURE)));
        }
        return outcome;
    }

    private StoreOutcome spooled(SpoolQueue spool, StoreOutcome tried, Collection<Measurement> measurements) {
        Set<String> left = Set.copyOf(tried.notStored());
        List<Measurement> waiting = measurements.stream()
                .filter(measurement -> left.contains(measurement.targetId()))
                .toList();
        SpoolQueue.Refused refused = spool.put(waiting, spoolBy);
        return new StoreOutcome(
                tried.stored(),
                waiting.size() - refused.measurements().size(),
                targetIds(refused.measurements()),
                refused.reason()
                        .map(why -> tried.reason().orElse("") + "; their queue did not take them either: " + why)
                        .or(tried::reason));
    }

    private static StoreOutcome nothingOf(Collection<Measurement> measurements, String reason) {
        return new StoreOutcome(0, targetIds(measurements), Optional.of(reason));
    }

    private static List<String> targetIds(Collection<Measurement> measurements) {
        return measurements.stream().map(Measurement::targetId).distinct().toList();
    }
}
