package dev.handshakefleet.alert;

import dev.handshakefleet.probe.Deadline;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes what a run saw, decides with the stored state whether people have to be told, and tells them. Never throws for
 * what DynamoDB or SNS do. Thread-safe; safe beside other invocations on the same table.
 */
public final class AlertDesk {

    private static final int MOST_TRIES = 8;
    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final AlertBook book;
    private final Notifier notifier;
    private final Clock clock;

    /**
     * @param book where the states are
     * @param notifier who tells people
     * @param clock wall clock, for leases
     */
    public AlertDesk(AlertBook book, Notifier notifier, Clock clock) {
        this.book = Objects.requireNonNull(book, "book");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.clock = Objects.requireNonNull(clock, "clock");
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
        Map<String, Observation> seen = worstByTarget(region, scheduledAt, judged);
        AlertRun run = new AlertRun(book::sentence, until);
        Delivery delivery = new Delivery(book, notifier, clock, run);
        StoredStates states = run.orUndecided(() -> book.read(seen.keySet()));
        seen.forEach((targetId, observation) -> run.step(targetId, () -> {
            Decided decided = decideAndStore(states.of(targetId), observation);
            delivery.of(decided.state(), decided.ours());
        }));
        return run.outcome();
    }

    /** What is stored now, and the notice in it that is ours to send. */
    private record Decided(AlertState state, Optional<PendingNotice> ours) {}

    private Decided decideAndStore(AlertState known, Observation observation) {
        AlertState state = known;
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            AlertTransition transition = Decision.on(state, observation, Delivery.leaseEnd(clock));
            if (!transition.mustBeStored()) {
                return new Decided(state, Optional.empty());
            }
            if (book.write(transition.state())) {
                return new Decided(
                        transition.state(),
                        transition
                                .notice()
                                .map(notice -> transition.state().pending().getLast()));
            }
            state = book.readAgain(observation.targetId());
        }
        throw new LostEveryRaceException();
    }

    private static Map<String, Observation> worstByTarget(String region, Instant at, List<JudgedProbe> judged) {
        Map<String, Observation> seen = new LinkedHashMap<>();
        judged.stream()
                .map(probe -> Observation.of(probe, region, at))
                .forEach(observation -> seen.merge(observation.targetId(), observation, Observation::worseOf));
        return seen;
    }

    /** Eight others were faster, one after the other; the next run decides. */
    static final class LostEveryRaceException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LostEveryRaceException() {
            super("other runs changed the state " + MOST_TRIES + " times in between");
        }
    }
}
