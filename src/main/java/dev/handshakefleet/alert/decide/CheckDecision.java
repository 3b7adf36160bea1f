package dev.handshakefleet.alert.decide;

import dev.handshakefleet.alert.decide.Alert.Stage;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides what one run of one region changes about one alert.
 *
 * <p>The decision has two filters and a comparison. The first filter is per region: the status of a region changes only after
 * several consecutive runs agree (see {@link RegionStatus}), so that a single lost packet is no alert. The second filter is
 * across regions: the statuses are combined by the quorum (see {@link RegionQuorum}), so that a fault of one network is not
 * taken for a fault of the target. A CRITICAL quorum and a full recovery count at once. Any other combined status counts when
 * every region has reported since the change began, or after {@link Circumstances#reportTimeout()}. The comparison comes
 * last: the alert as it is now is compared with the last notice, and a difference makes a notice. Comparing with the last
 * notice, and not with the last run, is what makes the decision robust: a notice that was suppressed by a silence or withheld
 * while the alert flapped is sent later if the difference still exists, and is not sent at all if it does not.
 *
 * <pre>
 *   record      the result of the run: the region's status, the findings, the progress of a rollout
 *   transition  combine the regions; open, change or resolve the alert
 *   notify      compare with the last notice; withhold the notice while the alert flaps or a silence is active
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>At most one notice a run. It names the difference between the last notice and now, however many steps lie between.
 *   <li>A resolution is sent only after a notice of the problem, and every notice of a problem is followed by a resolution
 *       once the problem is gone.
 *   <li>A notice that a silence suppresses leaves {@link LastNotice} as it was.
 *   <li>A severity does not fall and an alert is not resolved while a rollout of a certificate is under way.
 *   <li>A flapping alert sends one notice when the flapping begins, one when it gets worse, and one when it settles.
 *   <li>Silences are looked up only where there is a notice to send.
 * </ul>
 *
 * <p>An instance decides once and is used by one thread. It depends on nothing but its arguments.
 */
final class CheckDecision {

    private static final String BELOW_QUORUM = "Fewer regions report it now than the quorum requires.";

    private final Check check;
    private final Observation run;
    private final CheckResult result;
    private final Circumstances circumstances;
    private final CheckPolicy policy;

    private Stage stage;
    private Instant since;
    private final SortedMap<String, RegionStatus> statuses;
    private CombinedStatus combined;
    private Optional<Instant> unclearSince;
    private List<Finding> findings;
    private Rollout rollout;
    private FlapHistory flapHistory;
    private LastNotice last;
    private Optional<Acknowledgement> acknowledgement;
    private Optional<Suppression> suppression;

    private boolean hasSettled;
    private boolean hasBegunToFlap;
    private boolean continuesRollout;

    /**
     * @param stored the stored alert; empty where there is none
     * @param result the result of the check in the run
     */
    CheckDecision(
            Check check, Optional<Alert> stored, Observation run, CheckResult result, Circumstances circumstances) {
        this.check = check;
        this.run = run;
        this.result = result;
        this.circumstances = circumstances;
        this.policy = circumstances.policy().of(check.family());
        stage = stored.map(Alert::stage).orElse(Stage.RESOLVED);
        since = stored.map(Alert::since).orElse(run.at());
        RegionReports reports = stored.map(Alert::reports).orElse(RegionReports.NONE);
        statuses = new TreeMap<>(reports.byRegion());
        combined = reports.combined();
        unclearSince = reports.unclearSince();
        findings = stored.map(Alert::findings).orElse(List.of());
        rollout = stored.map(Alert::rollout).orElse(Rollout.NONE);
        flapHistory = stored.map(Alert::flapHistory).orElse(FlapHistory.NONE);
        NoticeHistory notices = stored.map(Alert::notices).orElse(NoticeHistory.NONE);
        last = notices.last();
        acknowledgement = notices.acknowledgement();
        suppression = notices.suppression();
    }

    /**
     * The outcome of a decision.
     *
     * @param alert the alert after it; empty where nothing has to be stored
     * @param notice the content of the notice; empty where there is none
     * @param silence the id of the silence that suppresses the notice; empty where the notice is sent
     * @param isNewlySuppressed whether the silence suppresses this notice for the first time
     */
    record Outcome(
            Optional<Alert> alert,
            Optional<NoticeContent> notice,
            Optional<String> silence,
            boolean isNewlySuppressed) {}

    /** The part of a notice that the check decides; {@link Decision} adds the target, the run and the id. */
    record NoticeContent(
            Change change,
            AlertNotice.Status status,
            List<Finding> findings,
            Instant since,
            Optional<String> note,
            int suppressed) {}

    Outcome outcome() {
        recordResult();
        transition(new RegionQuorum(statuses, quorum()));
        return notice();
    }

    // ---- record

    private void recordResult() {
        if (stage == Stage.RESOLVED && result.severity() != Severity.OK) {
            begin();
            addReportingRegions();
        }
        RegionStatus before = statuses.getOrDefault(run.region(), RegionStatus.ok(Instant.EPOCH));
        statuses.put(run.region(), before.after(result.severity(), run.at(), policy));
        Instant oldestThatCounts = run.at().minus(circumstances.reportTimeout());
        statuses.values().removeIf(status -> status.at().isBefore(oldestThatCounts));
        if (!result.findings().isEmpty()) {
            findings = result.findings();
        }
        if (check.equals(Check.LEAF)) {
            rollout = rollout.withLeaves(run.leaves(), run.at());
        }
    }

    /**
     * Begins a new alert, unless the problem belongs to the last one: a rollout that seemed to be complete continues, or no
     * resolution has been sent yet.
     */
    private void begin() {
        continuesRollout = check.equals(Check.LEAF)
                && last.at().plus(Rollout.SETTLED).isAfter(run.at())
                && rollout.withLeaves(run.leaves(), run.at()).isUnderWay(run.at());
        stage = Stage.PENDING;
        if (!continuesRollout && last.severity() == Severity.OK) {
            since = run.at();
            last = LastNotice.NONE;
            suppression = Optional.empty();
            rollout = Rollout.NONE;
        }
    }

    /**
     * Sets every region to OK. A run without findings is not stored while there is no alert, so the stored statuses are old,
     * and a region that has reported since then reported no problem.
     */
    private void addReportingRegions() {
        statuses.replaceAll((region, status) -> RegionStatus.ok(status.at()));
        circumstances
                .reported()
                .forEach((region, at) -> statuses.merge(
                        region,
                        RegionStatus.ok(beforeThisRun(at)),
                        (one, other) -> one.at().isAfter(other.at()) ? one : other));
    }

    /** A measurement does not answer a problem that this run reports first, so it counts as older than the run. */
    private Instant beforeThisRun(Instant reported) {
        return reported.isBefore(run.at()) ? reported : run.at().minusMillis(1);
    }

    // ---- transition

    /**
     * Every region evaluates an objective over the measurements of all regions, and only the home region looks at the others, so that
     * one region speaks for all.
     */
    private Quorum quorum() {
        return check.family() == CheckFamily.OBJECTIVE || check.family() == CheckFamily.REGION
                ? new Quorum(1)
                : circumstances.policy().quorum();
    }

    private void transition(RegionQuorum quorum) {
        CombinedStatus now = quorum.combined();
        if (now.equals(combined)) {
            unclearSince = Optional.empty();
            if (stage == Stage.PENDING && statuses.values().stream().noneMatch(RegionStatus::hasProblem)) {
                stage = Stage.RESOLVED;
            }
            return;
        }
        if (unclearSince.isEmpty()) {
            unclearSince = Optional.of(run.at());
        }
        if (!isClear(now, quorum) || (!now.isWorseThan(combined) && rollout.isUnderWay(run.at()))) {
            return;
        }
        unclearSince = Optional.empty();
        if (isNotified(combined) != isNotified(now)) {
            recordChange();
        }
        if (now.isWorseThan(combined)) {
            acknowledgement = Optional.empty();
        }
        stage = now.severity() == Severity.OK ? Stage.RESOLVED : Stage.OPEN;
        combined = now;
    }

    /**
     * Whether the combined status can no longer change by the reports that are still to come. This holds for a CRITICAL
     * quorum and for OK from all regions. In any other case it holds once all regions have reported, or after the timeout.
     */
    private boolean isClear(CombinedStatus now, RegionQuorum quorum) {
        boolean isCriticalQuorum = now.isWorseThan(combined) && now.severity() == Severity.CRITICAL;
        Instant from = unclearSince.orElse(run.at());
        return isCriticalQuorum
                || now.severity() == Severity.OK
                || quorum.isCompleteSince(from)
                || !run.at().isBefore(from.plus(circumstances.reportTimeout()));
    }

    /** Whether the policy sends notices of that status. */
    private boolean isNotified(CombinedStatus status) {
        return status.severity() != Severity.OK
                && (!status.regional() || circumstances.policy().regional());
    }

    private void recordChange() {
        int most = circumstances.policy().flapChanges();
        flapHistory = flapHistory.changed(run.at(), flapWindow());
        if (most > 0 && !flapHistory.flapping() && flapHistory.changes().size() >= most) {
            flapHistory = flapHistory.withFlapping(true);
            hasBegunToFlap = true;
        }
    }

    private Duration flapWindow() {
        return FlapHistory.window(circumstances.interval());
    }

    // ---- notify

    private Outcome notice() {
        if (flapHistory.flapping() && flapHistory.isSettled(run.at(), flapWindow())) {
            flapHistory = flapHistory.withFlapping(false);
            hasSettled = true;
        }
        Severity now = stage == Stage.OPEN && isNotified(combined) ? combined.severity() : Severity.OK;
        int rung = stage == Stage.OPEN ? rung() : 0;
        Optional<Change> change = change(now, rung);
        if (change.isEmpty()) {
            return new Outcome(stored(), Optional.empty(), Optional.empty(), false);
        }
        Optional<String> silence = circumstances.silences().activeFor(run.targetId(), run.tags(), check);
        if (silence.isPresent()) {
            boolean isNew = suppress(silence.get(), change.get().label() + " " + now);
            NoticeContent suppressed = content(change.get(), now);
            return new Outcome(stored(), Optional.of(suppressed), silence, isNew);
        }
        Severity severity = change.get() == Change.FLAPPING ? now.worseOf(last.severity()) : now;
        NoticeContent content = content(change.get(), severity);
        last = new LastNotice(severity, run.at(), rung, last.rollout() || rollout.isUnderWay(run.at()));
        suppression = Optional.empty();
        if (stage == Stage.RESOLVED) {
            acknowledgement = Optional.empty();
        }
        return new Outcome(stored(), Optional.of(content), Optional.empty(), false);
    }

    private Optional<Change> change(Severity now, int rung) {
        if (hasBegunToFlap) {
            return Optional.of(Change.FLAPPING);
        }
        if (flapHistory.flapping()) {
            return changeWhileFlapping(now);
        }
        if (continuesRollout && stage == Stage.OPEN && last.severity() == Severity.OK) {
            return Optional.of(Change.PROGRESSED);
        }
        if (hasSettled && now != Severity.OK) {
            return Optional.of(Change.SETTLED);
        }
        if (now != last.severity()) {
            return Optional.of(changeOfSeverity(now));
        }
        if (now == Severity.OK) {
            return Optional.empty();
        }
        if (rollout.isUnderWay(run.at()) && !last.rollout()) {
            return Optional.of(Change.PROGRESSED);
        }
        boolean hasExpired = rung == FindingSubject.OfCertificate.EXPIRED;
        if (result.severity() == Severity.OK || (acknowledgement.isPresent() && !hasExpired)) {
            return Optional.empty();
        }
        if (rung > last.rung()) {
            return Optional.of(Change.ESCALATED);
        }
        return policy.remind()
                .filter(every -> acknowledgement.isEmpty())
                .filter(every -> !last.at().plus(every).isAfter(run.at()))
                .map(every -> Change.REMINDED);
    }

    /** A flapping alert sends a notice only when it is worse than the last notice. */
    private Optional<Change> changeWhileFlapping(Severity now) {
        if (now.compareTo(last.severity()) <= 0) {
            return Optional.empty();
        }
        // A silence suppressed the notice that the alert flaps.
        return Optional.of(last.severity() == Severity.OK ? Change.FLAPPING : Change.WORSENED);
    }

    private Change changeOfSeverity(Severity now) {
        if (now == Severity.OK) {
            return Change.RESOLVED;
        }
        if (last.severity() == Severity.OK) {
            return Change.OPENED;
        }
        return now.compareTo(last.severity()) > 0 ? Change.WORSENED : Change.EASED;
    }

    /** @return whether this notice is suppressed for the first time */
    private boolean suppress(String silence, String notice) {
        boolean isNew =
                suppression.filter(before -> before.notice().equals(notice)).isEmpty();
        if (isNew) {
            suppression = Optional.of(new Suppression(silence, notice, suppressedCount() + 1));
        }
        return isNew;
    }

    private int suppressedCount() {
        return suppression.map(Suppression::count).orElse(0);
    }

    private NoticeContent content(Change change, Severity now) {
        SortedMap<String, Severity> regions = new TreeMap<>();
        statuses.forEach(
                (region, status) -> regions.put(region, change == Change.RESOLVED ? status.severity() : status.last()));
        boolean regional = combined.regional() && stage == Stage.OPEN && now != Severity.OK;
        return new NoticeContent(
                change,
                new AlertNotice.Status(now, last.severity(), regional, regions),
                findings,
                since,
                note(change),
                suppressedCount());
    }

    private Optional<String> note(Change change) {
        if (change == Change.RESOLVED) {
            return stage == Stage.OPEN ? Optional.of(BELOW_QUORUM) : ResolutionCause.of(check, run, rollout);
        }
        if (change == Change.FLAPPING) {
            return Optional.of(
                    "It opened or was resolved %d times in %s; nothing more is said until it has settled for %s."
                            .formatted(
                                    flapHistory.changes().size(),
                                    DurationText.span(Duration.between(
                                            flapHistory.changes().getFirst(), run.at())),
                                    DurationText.span(flapWindow().dividedBy(2))));
        }
        return rollout.progress(run.at());
    }

    /**
     * The step of the expiry ladder that a notice may name. A finding that is worse than the combined status is left out: its
     * step is named when enough regions report that severity.
     */
    private int rung() {
        return findings.stream()
                .filter(finding -> combined.regional() || finding.severity().compareTo(combined.severity()) <= 0)
                .map(Finding::about)
                .mapToInt(about -> about instanceof FindingSubject.OfCertificate certificate ? certificate.rung() : 0)
                .max()
                .orElse(0);
    }

    /** A resolved alert is stored for as long as it can flap or its rollout can continue. */
    private Optional<Alert> stored() {
        boolean isOver = stage == Stage.RESOLVED
                && last.severity() == Severity.OK
                && flapHistory.isOver(run.at(), flapWindow())
                && !last.at().plus(Rollout.SETTLED).isAfter(run.at());
        return isOver
                ? Optional.empty()
                : Optional.of(new Alert(
                        stage,
                        since,
                        new RegionReports(statuses, combined, unclearSince),
                        findings,
                        rollout,
                        flapHistory,
                        new NoticeHistory(last, acknowledgement, suppression)));
    }
}
