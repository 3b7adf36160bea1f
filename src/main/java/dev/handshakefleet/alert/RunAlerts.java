package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.base.Parallel;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.objective.ObjectiveEvaluator;
import dev.handshakefleet.objective.ObjectiveResults;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The alerting of one run. Batches of results are decided, several at once; then {@link #end} sends what they caused, so that the digest
 * of a run is one message. Made by {@link AlertService#begin}.
 *
 * <pre>
 *   decide   one read of the states for 100 targets; then each target by itself: decide, write its state with its notices
 *   end      send the notices, mark them as sent
 * </pre>
 *
 * <p>{@link #decide} is thread-safe. {@link #end} is called once, after the last batch.
 */
public final class RunAlerts {

    private static final int MOST_ATTEMPTS = 8;

    /** How many targets are decided and written at once. A table 260 ms away takes 240 writes a second from so many. */
    private static final int MOST_AT_ONCE = 64;

    private final String region;
    private final Instant scheduledAt;
    private final Duration interval;
    private final AlertStateStore states;
    private final Optional<ObjectiveEvaluator> objectives;
    private final ReportingRegions reporting;
    private final RunSilences silences;
    private final Delivery delivery;
    private final AlertRun run;
    private final Parallel decisions = new Parallel(MOST_AT_ONCE);

    RunAlerts(
            String region,
            Instant scheduledAt,
            Duration interval,
            AlertStateStore states,
            Optional<ObjectiveEvaluator> objectives,
            ReportingRegions reporting,
            RunSilences silences,
            Delivery delivery,
            AlertRun run) {
        this.region = region;
        this.scheduledAt = scheduledAt;
        this.interval = interval;
        this.states = states;
        this.objectives = objectives;
        this.reporting = reporting;
        this.silences = silences;
        this.delivery = delivery;
        this.run = run;
    }

    /**
     * Decides the targets of a batch and writes their states. Returns after the last write.
     *
     * @param judged all probes of each target of the batch, with their verdicts
     */
    public void decide(List<JudgedProbe> judged) {
        Map<String, ProbedTarget> probed = byTarget(judged);
        probed.forEach(
                (targetId, one) -> silences.endpoint(targetId, one.target().endpoint()));
        StoredStates stored = run.isOver() ? StoredStates.NONE : run.orUndecided(() -> states.read(probed.keySet()));
        decisions.each(probed.entrySet(), one -> run.decide(one.getKey(), () -> decide(one.getValue(), stored)));
    }

    /** @return how many notices wait to be sent by {@link #end} */
    public int notices() {
        return delivery.size();
    }

    /** Sends the notices. */
    public AlertOutcome end() {
        delivery.sendAll();
        silences.count();
        return run.outcome();
    }

    private void decide(ProbedTarget one, StoredStates stored) {
        AlertState state = stored.of(one.target().id());
        Observation observation = one.observation().with(objectives(state, one));
        AlertTransition transition =
                decideAndStore(state, observation, one.target().alert());
        run.suppressed(transition.suppressed());
        silences.suppressed(transition.suppressed());
        delivery.add(transition.state(), transition.notices());
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

    private Map<String, ProbedTarget> byTarget(List<JudgedProbe> judged) {
        Map<String, ProbedTarget> probed = new LinkedHashMap<>();
        judged.forEach(probe -> {
            Target target = probe.result().target();
            probed.merge(
                    target.id(),
                    new ProbedTarget(target, Observation.of(probe, region, scheduledAt), List.of(probe)),
                    ProbedTarget::and);
        });
        return probed;
    }

    /** The results of the target's objectives over the stored measurements. An objective without a decision has none. */
    private Map<Check, CheckResult> objectives(AlertState state, ProbedTarget probed) {
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

    private AlertTransition decideAndStore(AlertState stored, Observation observation, AlertPolicy policy) {
        AlertState state = stored;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Map<String, Instant> reported = reportsNewProblem(state, observation)
                    ? reporting.of(observation.targetId(), observation.at())
                    : Map.of();
            AlertTransition transition = Decision.on(
                    state, observation, new Circumstances(policy, interval, reported, silences, delivery.leaseEnd()));
            if (!transition.mustBeStored() || states.write(transition.state())) {
                return transition;
            }
            state = states.readAgain(observation.targetId());
        }
        throw new LostEveryRaceException(MOST_ATTEMPTS);
    }

    private static boolean reportsNewProblem(AlertState state, Observation observation) {
        return observation.checks().entrySet().stream()
                .filter(result -> result.getValue().severity() != Severity.OK)
                .anyMatch(result -> !state.isLive(result.getKey()));
    }
}
