package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.objective.ObjectiveReading;
import dev.handshakefleet.objective.ObjectiveWatch;
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
import java.util.stream.Stream;

/**
 * Takes what a run saw, decides with the stored state whether people have to be told, and tells them. Never throws for
 * what DynamoDB or SNS do. Thread-safe; safe beside other invocations on the same table.
 *
 * <p>A healthy run costs one read request for 100 targets and no write. Only where people would be told something are the
 * silences read, and only where a problem is new is asked which other regions report.
 */
public final class AlertService {

    private static final int MOST_TRIES = 8;
    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final AlertStateStore book;
    private final SilenceStore silences;
    private final Notifier notifier;
    private final Clock clock;
    private final Duration interval;
    private final Optional<MeasurementStore> measurements;
    private final Optional<ObjectiveWatch> objectives;

    /**
     * @param book where the states are
     * @param silences where the silences are
     * @param notifier who tells people
     * @param clock wall clock, for leases
     * @param interval of the schedule
     * @param measurements what was measured before; empty where nothing is stored
     */
    public AlertService(
            AlertStateStore book,
            SilenceStore silences,
            Notifier notifier,
            Clock clock,
            Duration interval,
            Optional<MeasurementStore> measurements) {
        this.book = Objects.requireNonNull(book, "book");
        this.silences = Objects.requireNonNull(silences, "silences");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.interval = Objects.requireNonNull(interval, "interval");
        this.measurements = Objects.requireNonNull(measurements, "measurements");
        this.objectives = measurements.map(store -> new ObjectiveWatch(store, interval));
    }

    /** As {@link #handle(String, Instant, List, Deadline)}, for a run whose time is not bounded. */
    public AlertOutcome handle(String region, Instant scheduledAt, List<JudgedProbe> judged) {
        return handle(region, scheduledAt, judged, Deadline.in(UNBOUNDED));
    }

    /**
     * Handles the observations of one run.
     *
     * @param region where it ran
     * @param scheduledAt the run's scheduled instant; of an ad hoc run its start
     * @param judged what it saw
     * @param until after that no further target is begun; it is undecided, and the next run decides
     */
    public AlertOutcome handle(String region, Instant scheduledAt, List<JudgedProbe> judged, Deadline until) {
        Map<String, Watched> watched = byTarget(region, scheduledAt, judged);
        AlertRun run = new AlertRun(book::sentence, until);
        Delivery delivery = new Delivery(book, notifier, clock, run);
        ReportingRegions reporting = new ReportingRegions(measurements, interval, run);
        RunSilences quiet = new RunSilences(silences, clock.instant(), run);
        StoredStates states = run.orUndecided(() -> book.read(watched.keySet()));
        watched.forEach((targetId, one) -> run.decide(targetId, () -> {
            AlertState known = states.of(targetId);
            Observation observation = one.observation().with(objectives(known, one, run));
            AlertTransition decided =
                    decideAndStore(known, observation, one.target().alert(), reporting, quiet);
            run.suppressed(decided.muted());
            quiet.suppressed(decided.muted());
            delivery.add(decided.state(), decided.notices());
        }));
        delivery.sendAll();
        quiet.count();
        return run.outcome();
    }

    /** What a run saw of a target, of all its addresses. */
    private record Watched(Target target, Observation observation, List<JudgedProbe> probes) {

        Watched and(Watched other) {
            return new Watched(
                    target,
                    observation.and(other.observation),
                    Stream.concat(probes.stream(), other.probes.stream()).toList());
        }
    }

    private static Map<String, Watched> byTarget(String region, Instant at, List<JudgedProbe> judged) {
        Map<String, Watched> watched = new LinkedHashMap<>();
        judged.forEach(probe -> {
            Target target = probe.result().target();
            watched.merge(
                    target.id(), new Watched(target, Observation.of(probe, region, at), List.of(probe)), Watched::and);
        });
        return watched;
    }

    /** What the target promises over a window, held against what was stored; what could not be decided is not there. */
    private Map<Check, CheckResult> objectives(AlertState known, Watched watched, AlertRun run) {
        if (objectives.isEmpty() || watched.target().sla().objectives().isEmpty()) {
            return Map.of();
        }
        Observation observation = watched.observation();
        List<Measurement> fresh = watched.probes().stream()
                .map(probe -> Measurement.of(probe, observation.at(), observation.region()))
                .toList();
        ObjectiveReading reading = objectives
                .get()
                .look(watched.target(), fresh, check -> known.isLive(Check.parse(check)), observation.at());
        reading.problems().forEach(run::problem);
        Map<Check, CheckResult> seen = new HashMap<>();
        reading.decided()
                .forEach((check, finding) -> seen.put(
                        Check.parse(check),
                        new CheckResult(
                                finding.stream().map(Observation::bounded).toList())));
        return seen;
    }

    private AlertTransition decideAndStore(
            AlertState known,
            Observation observation,
            AlertPolicy policy,
            ReportingRegions reporting,
            RunSilences quiet) {
        AlertState state = known;
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            AlertTransition transition = decide(state, observation, policy, reporting, quiet);
            if (!transition.mustBeStored() || book.write(transition.state())) {
                return transition;
            }
            state = book.readAgain(observation.targetId());
        }
        throw new LostEveryRaceException();
    }

    private AlertTransition decide(
            AlertState state,
            Observation observation,
            AlertPolicy policy,
            ReportingRegions reporting,
            RunSilences quiet) {
        Map<String, Instant> reported = seesSomethingNew(state, observation)
                ? reporting.of(observation.targetId(), observation.at())
                : Map.of();
        Circumstances circumstances =
                new Circumstances(policy, interval, reported, SilenceLookup.NEVER, Delivery.leaseEnd(clock));
        AlertTransition transition = Decision.on(state, observation, circumstances);
        return transition.notices().isEmpty()
                ? transition
                : Decision.on(state, observation, circumstances.with(quiet.quiet()));
    }

    private static boolean seesSomethingNew(AlertState state, Observation observation) {
        return observation.checks().entrySet().stream()
                .filter(seen -> seen.getValue().severity() != Severity.OK)
                .anyMatch(seen -> !state.isLive(seen.getKey()));
    }

    /** Eight others were faster, one after the other; the next run decides. */
    static final class LostEveryRaceException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LostEveryRaceException() {
            super("other runs changed the state " + MOST_TRIES + " times in between");
        }
    }
}
