package dev.handshakefleet.alert.decide;

import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides which notices a run causes. It is the only place that does. Pure: the same state, observation and circumstances give
 * the same transition.
 *
 * <ul>
 *   <li>An alert belongs to a target and a check. Every check of a run is decided on its own (see {@link CheckDecision}).
 *   <li>A run that is not later than the stored report of its region is a late or repeated event and changes nothing.
 *   <li>A run without findings changes nothing for a target without a live alert, so that nothing is written.
 * </ul>
 */
public final class Decision {

    /** The most pending notices of one target. The oldest are dropped, and the newest notice says how many were. */
    public static final int MOST_PENDING = 20;

    /** No invocation holds the lease, so that the next run sends the notice. */
    private static final Instant NO_LEASE = Instant.EPOCH;

    private Decision() {}

    /**
     * @param state the stored state of the target
     * @param run the observation of one run
     * @param circumstances the other inputs
     */
    public static AlertTransition on(AlertState state, Observation run, Circumstances circumstances) {
        Draft draft = new Draft(state, run.tags());
        run.checks().forEach((check, result) -> {
            Optional<Alert> stored = Optional.ofNullable(state.alerts().get(check));
            if (canChange(stored, run, result)) {
                draft.add(check, run, new CheckDecision(check, stored, run, result, circumstances).outcome());
            }
        });
        return draft.transition(circumstances.leaseUntil());
    }

    /**
     * Acknowledges the open alerts of a target.
     *
     * @param checks selects the checks
     * @param by the acknowledgement
     * @return the state after it, with a notice for each alert that was not acknowledged before; the next run sends them
     */
    public static AlertTransition acknowledged(AlertState state, Predicate<Check> checks, Acknowledgement by) {
        Draft draft = new Draft(state, state.tags());
        state.alerts().forEach((check, alert) -> {
            if (checks.test(check)
                    && alert.stage() == Alert.Stage.OPEN
                    && alert.notices().acknowledgement().isEmpty()) {
                draft.acknowledge(check, alert, by);
            }
        });
        return draft.transition(NO_LEASE);
    }

    private static boolean canChange(Optional<Alert> stored, Observation run, CheckResult result) {
        boolean isLate = stored.map(alert -> alert.reports().byRegion().get(run.region()))
                .filter(status -> !status.at().isBefore(run.at()))
                .isPresent();
        boolean matters =
                result.severity() != Severity.OK || stored.filter(Alert::isLive).isPresent();
        return matters && !isLate;
    }

    /** The changes of one transition, collected check by check. */
    private static final class Draft {

        private final AlertState before;
        private final SortedMap<String, String> tags;
        private final SortedMap<Check, Alert> alerts;
        private final List<AlertNotice> notices = new ArrayList<>();
        private final List<SuppressedNotice> suppressed = new ArrayList<>();
        private boolean isChanged;

        Draft(AlertState before, SortedMap<String, String> tags) {
            this.before = before;
            this.tags = tags;
            this.alerts = new TreeMap<>(before.alerts());
        }

        void add(Check check, Observation run, CheckDecision.Outcome outcome) {
            isChanged = true;
            alerts.remove(check);
            outcome.alert().ifPresent(alert -> alerts.put(check, alert));
            outcome.notice().ifPresent(content -> {
                AlertNotice notice = notice(check, run, content);
                if (outcome.silence().isEmpty()) {
                    notices.add(notice);
                } else if (outcome.isNewlySuppressed()) {
                    suppressed.add(
                            new SuppressedNotice(notice, outcome.silence().get()));
                }
            });
        }

        void acknowledge(Check check, Alert alert, Acknowledgement by) {
            isChanged = true;
            alerts.put(check, alert.acknowledged(by));
            RegionReports reports = alert.reports();
            notices.add(new AlertNotice(
                    id(check),
                    alert.key(before.targetId(), check),
                    Change.ACKNOWLEDGED,
                    new AlertNotice.Status(
                            reports.combined().severity(),
                            alert.notices().last().severity(),
                            reports.combined().regional(),
                            reports.lastSeverities()),
                    alert.findings(),
                    new AlertNotice.Run(
                            reports.byRegion().isEmpty()
                                    ? ""
                                    : reports.byRegion().firstKey(),
                            by.at(),
                            Map.of(),
                            tags),
                    Optional.of(by.sentence()),
                    AlertNotice.Omitted.NONE));
        }

        AlertTransition transition(Instant leaseUntil) {
            if (!isChanged) {
                return AlertTransition.none(before);
            }
            List<PendingNotice> pending = new ArrayList<>(before.pending());
            notices.forEach(notice -> pending.add(new PendingNotice(notice, leaseUntil)));
            int tooMany = Math.max(0, pending.size() - MOST_PENDING);
            List<PendingNotice> dropped = pending.subList(0, tooMany);
            List<PendingNotice> kept = new ArrayList<>(pending.subList(tooMany, pending.size()));
            if (tooMany > 0) {
                PendingNotice newest = kept.removeLast();
                kept.add(new PendingNotice(
                        newest.notice().withLost(tooMany + lostBefore(dropped)), newest.leaseUntil()));
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
                    suppressed);
        }

        /** A dropped notice can itself report dropped notices. */
        private static int lostBefore(List<PendingNotice> dropped) {
            return dropped.stream()
                    .mapToInt(pending -> pending.notice().omitted().lost())
                    .sum();
        }

        private AlertNotice notice(Check check, Observation run, CheckDecision.NoticeContent content) {
            return new AlertNotice(
                    id(check),
                    new AlertKey(run.targetId(), check, content.since()),
                    content.change(),
                    content.status(),
                    content.findings(),
                    new AlertNotice.Run(run.region(), run.at(), run.phases(), run.tags()),
                    content.note(),
                    new AlertNotice.Omitted(content.suppressed(), 0));
        }

        /** A version is written once, so that target, version and check name one notice. */
        private String id(Check check) {
            return before.targetId() + "#" + (before.version() + 1) + "#" + check.name();
        }
    }
}
