package dev.handshakefleet.alert;

import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.objective.ObjectiveEvaluator;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Handles the results of a run: decides with the stored states which notices to send, stores the decision, and sends the
 * notices. The results come all at once or in batches. Faults of DynamoDB and SNS are part of the outcome and not thrown. Thread-safe, also beside other invocations that
 * use the same table.
 *
 * <p>A run without findings costs one read request for 100 targets and no write. The silences are read only when there is a
 * notice to send. The stored measurements are read only when a problem is new, to find the regions that report.
 */
public final class AlertService {

    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final AlertStateStore states;
    private final SilenceStore silences;
    private final Notifier notifier;
    private final Clock clock;
    private final Duration interval;
    private final Optional<MeasurementStore> measurements;

    /**
     * @param states the stored alert states
     * @param silences the stored silences
     * @param notifier sends the notices
     * @param clock wall clock, for leases and silences
     * @param interval the interval of the schedule
     * @param measurements the stored measurements; empty where none are stored
     */
    public AlertService(
            AlertStateStore states,
            SilenceStore silences,
            Notifier notifier,
            Clock clock,
            Duration interval,
            Optional<MeasurementStore> measurements) {
        this.states = Objects.requireNonNull(states, "states");
        this.silences = Objects.requireNonNull(silences, "silences");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.interval = Objects.requireNonNull(interval, "interval");
        this.measurements = Objects.requireNonNull(measurements, "measurements");
    }

    /** As {@link #handle(String, Instant, List, Deadline)}, for a run without a deadline. */
    public AlertOutcome handle(String region, Instant scheduledAt, List<JudgedProbe> judged) {
        return handle(region, scheduledAt, judged, Deadline.in(UNBOUNDED), Delivery.LEASE);
    }

    /**
     * Handles the results of one run, all at once.
     *
     * @param region the region of the run
     * @param scheduledAt the scheduled instant of the run; the start of an ad hoc run
     * @param judged the probes with their verdicts
     * @param until no further target is begun after this deadline; the remaining targets are undecided until the next run
     */
    public AlertOutcome handle(String region, Instant scheduledAt, List<JudgedProbe> judged, Deadline until) {
        return handle(region, scheduledAt, judged, until, Delivery.lease(until));
    }

    private AlertOutcome handle(
            String region, Instant scheduledAt, List<JudgedProbe> judged, Deadline until, Duration lease) {
        List<String> targetIds = judged.stream()
                .map(probe -> probe.result().target().id())
                .distinct()
                .toList();
        RunAlerts run = begin(region, scheduledAt, targetIds, until, until, lease);
        run.decide(judged);
        return run.end();
    }

    /**
     * Begins the alerting of a run whose results come in batches.
     *
     * @param region the region of the run
     * @param scheduledAt the scheduled instant of the run; the start of an ad hoc run
     * @param targetIds the targets in the order of the run, which is the order of its outcome
     * @param decideUntil no further target is begun after this deadline; the remaining targets are undecided until the next run
     * @param until the end of the run, by which the notices are sent and marked
     */
    public RunAlerts begin(
            String region, Instant scheduledAt, Collection<String> targetIds, Deadline decideUntil, Deadline until) {
        return begin(region, scheduledAt, targetIds, decideUntil, until, Delivery.lease(until));
    }

    private RunAlerts begin(
            String region,
            Instant scheduledAt,
            Collection<String> targetIds,
            Deadline decideUntil,
            Deadline until,
            Duration lease) {
        Map<String, Integer> places = new HashMap<>();
        targetIds.forEach(targetId -> places.putIfAbsent(targetId, places.size()));
        AlertRun run =
                new AlertRun(states::sentence, decideUntil, targetId -> places.getOrDefault(targetId, places.size()));
        AlertStateStore bounded = states.until(until);
        Optional<MeasurementStore> read = measurements.map(store -> store.until(decideUntil));
        return new RunAlerts(
                region,
                scheduledAt,
                interval,
                bounded,
                read.map(store -> new ObjectiveEvaluator(store, interval)),
                new ReportingRegions(read, interval, run),
                new RunSilences(silences, clock.instant(), run),
                new Delivery(bounded, notifier, clock, lease, until, run),
                run);
    }
}
