package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one place that decides whether people are told. Pure: the same state, observation and circumstances give the same
 * transition.
 *
 * <ul>
 *   <li>An alert is about a target and a check. Each check that a run looked at is decided by itself (see {@link CheckDecision}).
 *   <li>A run that is not later than a region's word is a late or retried event and changes nothing.
 *   <li>A healthy run of a target without a live alert changes nothing, so nothing is written.
 * </ul>
 */
public final class Decision {

    /** How many unsent notices of one target are kept; the oldest are dropped, and the next notice says how many. */
    public static final int MOST_PENDING = 20;

    /** Nobody has it: the next run sends it. */
    private static final Instant NO_LEASE = Instant.EPOCH;

    private Decision() {}

    /**
     * @param state what is known
     * @param run what one run saw
     * @param circumstances what else counts
     */
    public static AlertTransition on(AlertState state, Observation run, Circumstances circumstances) {
        Draft draft = new Draft(state, run.tags());
        run.checks().forEach((check, seen) -> {
            Optional<Alert> known = Optional.ofNullable(state.alerts().get(check));
            if (hasSomethingToSay(known, run, seen)) {
                draft.add(check, run, new CheckDecision(check, known, run, seen, circumstances).outcome());
            }
        });
        return draft.transition(circumstances.leaseUntil());
    }

    /**
     * Somebody takes care of what is open.
     *
     * @param checks the names of the checks that are meant
     * @param by who and why
     * @return the state after it, with a notice for each alert that nobody took care of before; the next run sends them
     */
    public static AlertTransition acknowledged(AlertState state, SilenceLookup checks, Acknowledgement by) {
        Draft draft = new Draft(state, state.tags());
        state.alerts().forEach((check, alert) -> {
            boolean meant = checks.by(state.targetId(), state.tags(), check).isPresent();
            if (meant
                    && alert.standing() == Alert.Standing.OPEN
                    && alert.acknowledged().isEmpty()) {
                draft.acknowledge(check, alert, by);
            }
        });
        return draft.transition(NO_LEASE);
    }

    private static boolean hasSomethingToSay(Optional<Alert> known, Observation run, CheckResult seen) {
        boolean isLate = known.map(alert -> alert.words().get(run.region()))
                .filter(word -> !word.at().isBefore(run.at()))
                .isPresent();
        boolean matters =
                seen.severity() != Severity.OK || known.filter(Alert::isLive).isPresent();
        return matters && !isLate;
    }

    /** A state in the making. */
    private static final class Draft {

        private final AlertState before;
        private final SortedMap<String, String> tags;
        private final SortedMap<Check, Alert> alerts;
        private final List<AlertNotice> notices = new ArrayList<>();
        private final List<SuppressedNotice> muted = new ArrayList<>();
        private boolean isTouched;

        Draft(AlertState before, SortedMap<String, String> tags) {
            this.before = before;
            this.tags = tags;
            this.alerts = new TreeMap<>(before.alerts());
        }

        void add(Check check, Observation run, CheckDecision.Outcome outcome) {
            isTouched = true;
            alerts.remove(check);
            outcome.alert().ifPresent(alert -> alerts.put(check, alert));
            outcome.told().ifPresent(telling -> {
                AlertNotice notice = notice(check, run, telling);
                if (outcome.muted().isEmpty()) {
                    notices.add(notice);
                } else if (outcome.isNewlyMuted()) {
                    muted.add(new SuppressedNotice(notice, outcome.muted().get()));
                }
            });
        }

        void acknowledge(Check check, Alert alert, Acknowledgement by) {
            isTouched = true;
            alerts.put(check, alert.acknowledged(by));
            SortedMap<String, Severity> regions = new TreeMap<>();
            alert.words().forEach((region, word) -> regions.put(region, word.last()));
            notices.add(new AlertNotice(
                    id(check),
                    before.targetId(),
                    check,
                    AlertNotice.Change.ACKNOWLEDGED,
                    alert.outlook().severity(),
                    alert.told().severity(),
                    alert.outlook().regional(),
                    alert.words().isEmpty() ? "" : alert.words().firstKey(),
                    regions,
                    alert.findings(),
                    alert.since(),
                    by.at(),
                    Map.of(),
                    tags,
                    Optional.of(by.sentence()),
                    0,
                    0));
        }

        AlertTransition transition(Instant leaseUntil) {
            if (!isTouched) {
                return AlertTransition.none(before);
            }
            List<PendingNotice> waiting = new ArrayList<>(before.pending());
            notices.forEach(notice -> waiting.add(new PendingNotice(notice, leaseUntil)));
            int tooMany = Math.max(0, waiting.size() - MOST_PENDING);
            List<PendingNotice> dropped = waiting.subList(0, tooMany);
            List<PendingNotice> kept = new ArrayList<>(waiting.subList(tooMany, waiting.size()));
            if (tooMany > 0) {
                PendingNotice last = kept.removeLast();
                kept.add(new PendingNotice(last.notice().withLost(tooMany + lostBefore(dropped)), last.leaseUntil()));
            }
            AlertState after = new AlertState(before.targetId(), before.version() + 1, tags, alerts, kept);
            return new AlertTransition(
                    after,
                    true,
                    kept.stream()
                            .map(PendingNotice::notice)
                            .filter(notice ->
                                    notices.stream().anyMatch(ours -> ours.id().equals(notice.id())))
                            .toList(),
                    muted);
        }

        /** A notice that is dropped may itself have been the one to say that others were. */
        private static int lostBefore(List<PendingNotice> dropped) {
            return dropped.stream().mapToInt(waiting -> waiting.notice().lost()).sum();
        }

        private AlertNotice notice(Check check, Observation run, CheckDecision.Telling telling) {
            return new AlertNotice(
                    id(check),
                    run.targetId(),
                    check,
                    telling.change(),
                    telling.severity(),
                    telling.previous(),
                    telling.regional(),
                    run.region(),
                    telling.regions(),
                    telling.findings(),
                    telling.since(),
                    run.at(),
                    run.phases(),
                    run.tags(),
                    telling.note(),
                    telling.suppressed(),
                    0);
        }

        /** A version is written once, so no two notices share it and their check. */
        private String id(Check check) {
            return before.targetId() + "#" + (before.version() + 1) + "#" + check.name();
        }
    }
}
