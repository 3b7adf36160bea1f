package dev.handshakefleet.objective;

import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges a target's stored measurements by its objectives. Thread-safe.
 *
 * <p>Guarantees: nothing is read for an objective that this run does not speak against and that has no open alert,
 * because such a
 * run cannot begin a breach; else one query a target, of the longest window needed, at most {@value #MOST_READ}
 * measurements; it never throws for faults of DynamoDB.
 */
public final class ObjectiveEvaluator {

    /** The prefix of the names of checks. */
    static final String CHECK_PREFIX = "objective.";

    /** The most measurements that are read of one target: about 1 KB each in memory. */
    static final int MOST_READ = 10_000;

    private final MeasurementStore store;
    private final Duration interval;
    private final int mostRead;

    /**
     * @param store reads the measurements
     * @param interval of the schedule
     */
    public ObjectiveEvaluator(MeasurementStore store, Duration interval) {
        this(store, interval, MOST_READ);
    }

    public ObjectiveEvaluator(MeasurementStore store, Duration interval, int mostRead) {
        this.store = Objects.requireNonNull(store, "store");
        this.interval = Objects.requireNonNull(interval, "interval");
        this.mostRead = mostRead;
    }

    /** @return the name of the objective's check, such as {@code objective.p95-tls} */
    static String check(SlaObjective objective) {
        return CHECK_PREFIX + objective.name();
    }

    /**
     * @param target the target
     * @param ofThisRun the measurements of this run, stored or not; those of other targets are ignored
     * @param hasOpenAlert by name of a check
     * @param at the run's scheduled instant: the end of all windows
     * @param breaker of the run, for the measurements table
     */
    public ObjectiveResults look(
            Target target,
            List<Measurement> ofThisRun,
            Predicate<String> hasOpenAlert,
            Instant at,
            CircuitBreaker breaker) {
        List<Measurement> fresh = ofThisRun.stream()
                .filter(measurement -> measurement.targetId().equals(target.id()))
                .toList();
        List<SlaObjective> objectives = target.sla().objectives().stream()
                .filter(objective -> hasOpenAlert.test(check(objective))
                        || fresh.stream().anyMatch(measured -> ObjectiveFindings.countsAgainst(objective, measured)))
                .toList();
        if (objectives.isEmpty()) {
            return ObjectiveResults.NOTHING;
        }
        Optional<String> stopped = breaker.reason();
        if (stopped.isPresent()) {
            return undecided(target, objectives, stopped.get());
        }
        Instant from = objectives.stream()
                .map(objective -> start(objective, at))
                .min(Instant::compareTo)
                .orElseThrow();
        try {
            MeasurementHistory read = store.history(target.id(), from, at, mostRead);
            return decided(target, objectives, read, fresh, at);
        } catch (StoreUnavailableException unreadable) {
            return undecided(target, objectives, breaker.fault(unreadable));
        }
    }

    private static ObjectiveResults undecided(Target target, List<SlaObjective> objectives, String reason) {
        return new ObjectiveResults(
                Map.of(),
                objectives.stream().map(ObjectiveEvaluator::check).collect(Collectors.toSet()),
                List.of("The objectives of " + target.id() + " are undecided. " + reason));
    }

    private ObjectiveResults decided(
            Target target,
            List<SlaObjective> objectives,
            MeasurementHistory read,
            List<Measurement> fresh,
            Instant at) {
        List<Measurement> all = read.with(fresh).measurements();
        Map<String, Optional<Finding>> decided = new HashMap<>();
        Set<String> undecided = new HashSet<>();
        for (SlaObjective objective : objectives) {
            if (read.reachesBackTo(start(objective, at))) {
                decided.put(check(objective), ObjectiveFindings.of(objective, all, at, interval));
            } else {
                undecided.add(check(objective));
            }
        }
        return new ObjectiveResults(
                decided,
                undecided,
                undecided.isEmpty()
                        ? List.of()
                        : List.of(
                                "%s of %s: undecided, because its window holds more than %d measurements; a shorter window can be decided"
                                        .formatted(
                                                String.join(
                                                        ", ",
                                                        undecided.stream()
                                                                .sorted()
                                                                .toList()),
                                                target.id(),
                                                mostRead)));
    }

    private Instant start(SlaObjective objective, Instant at) {
        return at.minus(ObjectiveFindings.reach(objective, interval));
    }
}
