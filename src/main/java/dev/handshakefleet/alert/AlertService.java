package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.objective.ObjectiveEvaluator;
import dev.handshakefleet.objective.ObjectiveResults;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Handles the results of a run: decides with the stored states which notices to send, stores the decision, and sends the
 * notices. Faults of DynamoDB and SNS are part of the outcome and not thrown. Thread-safe, also beside other invocations that
 * use the same table.
 *
 * <p>A run without findings costs one read request for 100 targets and no write. The silences are read only when there is a
 * notice to send. The stored measurements are read only when a problem is new, to find the regions that report.
 */
public final class AlertService {

    private static final int MOST_ATTEMPTS = 8;
    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final AlertStateStore states;
    private final SilenceStore silences;
    private final Notifier notifier;
    private final Clock clock;
    private final Duration interval;
    private final Optional<MeasurementStore> measurements;
    private final Optional<ObjectiveEvaluator> objectives;

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
        this.objectives = measurements.map(store -> new ObjectiveEvaluator(store, interval));
    }

    /** As {@link #handle(String, Instant, List, Deadline)}, for a run without a deadline. */
    public AlertOutcome handle(String region, Instant scheduledAt, List<JudgedProbe> judged) {
        return handle(region, scheduledAt, judged, Deadline.in(UNBOUNDED));
    }

    /**
     * Handles the results of one run.
     *
     * @param region the region of the run
     * @param scheduledAt the scheduled instant of the run; the start of an ad hoc run
     * @param judged the probes with their verdicts
     * @param until no further target is begun after this deadline; the remaining targets are undecided until the next run
     */
    public AlertOutcome handle(String region, Instant scheduledAt, List<JudgedProbe> judged, Deadline until) {
        Map<String, ProbedTarget> probed = byTarget(region, scheduledAt, judged);
        AlertRun run = new AlertRun(states::sentence, until);
        Delivery delivery = new Delivery(states, notifier, clock, run);
        ReportingRegions reporting = new ReportingRegions(measurements, interval, run);
        RunSilences runSilences = new RunSilences(silences, clock.instant(), endpoints(probed), run);
        StoredStates stored = run.orUndecided(() -> states.read(probed.keySet()));
        probed.forEach((targetId, one) -> run.decide(targetId, () -> {
            AlertState state = stored.of(targetId);
            Observation observation = one.observation().with(objectives(state, one, run));
            AlertTransition transition =
                    decideAndStore(state, observation, one.target().alert(), reporting, runSilences);
            run.suppressed(transition.suppressed());
            runSilences.suppressed(transition.suppressed());
            delivery.add(transition.state(), transition.notices());
        }));
        delivery.sendAll();
        runSilences.count();
        return run.outcome();
    }

    private static Map<String, String> endpoints(Map<String, ProbedTarget> probed) {
        return probed.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().target().endpoint()));
    }

    /** A target with the probes of all its addresses. */
    private record ProbedTarget(Target target, Observation observation, List<JudgedProbe> probes) {

        ProbedTarget and(ProbedTarget other) {
            return new ProbedTarget(
                    target,
                    observation.and(other.observation),
                    Stream.concat(probes.stream(), other.probes.stream()).toList());
        }
    }

    private static Map<String, ProbedTarget> byTarget(String region, Instant at, List<JudgedProbe> judged) {
        Map<String, ProbedTarget> probed = new LinkedHashMap<>();
        judged.forEach(probe -> {
            Target target = probe.result().target();
            probed.merge(
                    target.id(),
                    new ProbedTarget(target, Observation.of(probe, region, at), List.of(probe)),
                    ProbedTarget::and);
        });
        return probed;
    }

    /** The results of the target's objectives over the stored measurements. An objective without a decision has none. */
    private Map<Check, CheckResult> objectives(AlertState state, ProbedTarget probed, AlertRun run) {
        if (objectives.isEmpty() || probed.target().sla().objectives().isEmpty()) {
            return Map.of();
        }
        Observation observation = probed.observation();
        List<Measurement> fresh = probed.probes().stream()
                .map(probe -> Measurement.of(probe, observation.at(), observation.region()))
                .toList();
        ObjectiveResults reading = objectives
                .get()
                .look(
                        probed.target(),
                        fresh,
                        check -> state.isLive(Check.parse(check)),
                        observation.at(),
                        run.measurementsTable());
        reading.problems().forEach(run::problem);
        Map<Check, CheckResult> results = new HashMap<>();
        reading.decided()
                .forEach((check, finding) -> results.put(
                        Check.parse(check),
                        new CheckResult(
                                finding.stream().map(Observation::bounded).toList())));
        return results;
    }

    private AlertTransition decideAndStore(
            AlertState stored,
            Observation observation,
            AlertPolicy policy,
            ReportingRegions reporting,
            RunSilences runSilences) {
        AlertState state = stored;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Map<String, Instant> reported = reportsNewProblem(state, observation)
                    ? reporting.of(observation.targetId(), observation.at())
                    : Map.of();
            AlertTransition transition = Decision.on(
                    state,
                    observation,
                    new Circumstances(policy, interval, reported, runSilences, Delivery.leaseEnd(clock)));
            if (!transition.mustBeStored() || states.write(transition.state())) {
                return transition;
            }
            state = states.readAgain(observation.targetId());
        }
        throw new LostEveryRaceException();
    }

    private static boolean reportsNewProblem(AlertState state, Observation observation) {
        return observation.checks().entrySet().stream()
                .filter(result -> result.getValue().severity() != Severity.OK)
                .anyMatch(result -> !state.isLive(result.getKey()));
    }

    /** Other invocations changed the state during every attempt. The next run decides. */
    static final class LostEveryRaceException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LostEveryRaceException() {
            super("other runs changed the state " + MOST_ATTEMPTS + " times in between");
        }
    }
}
