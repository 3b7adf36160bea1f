package dev.handshakefleet.alert.decide;

import dev.handshakefleet.alert.decide.Alert.Standing;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.base.PlainText;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import dev.handshakefleet.verdict.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run changes of one alert. Used once, by one thread; depends on nothing but what it is given.
 *
 * <pre>
 *   hear     the region's word, and how far a renewal has got
 *   weigh    what the regions say together; where it is not clear yet, those that have not spoken are waited for
 *   settle   open, change, resolve or forget
 *   tell     what people do not know yet, unless it flaps or a silence is on
 * </pre>
 */
final class CheckDecision {

    private static final String LEFT_TO_A_REGION =
            "Too few regions see it still for it to be the target's own problem.";

    private final Check check;
    private final Observation run;
    private final CheckResult seen;
    private final Circumstances circumstances;
    private final CheckPolicy policy;

    private Standing standing;
    private CombinedStatus outlook;
    private Instant since;
    private final SortedMap<String, RegionStatus> words;
    private Optional<Instant> wavering;
    private LastNotice told;
    private FlapHistory flaps;
    private Optional<Acknowledgement> acknowledged;
    private Rollout rollout;
    private Optional<Suppression> muted;
    private List<Finding> findings;

    private boolean hasSettled;
    private boolean hasBegunToFlap;
    private boolean goesOn;

    /**
     * @param known what is known of it; empty where there is nothing
     * @param seen what the run saw of it
     */
    CheckDecision(Check check, Optional<Alert> known, Observation run, CheckResult seen, Circumstances circumstances) {
        this.check = check;
        this.run = run;
        this.seen = seen;
        this.circumstances = circumstances;
        this.policy = circumstances.policy().of(check.family());
        standing = known.map(Alert::standing).orElse(Standing.RESOLVED);
        outlook = known.map(Alert::outlook).orElse(CombinedStatus.WELL);
        since = known.map(Alert::since).orElse(run.at());
        words = new TreeMap<>(known.map(Alert::words).orElseGet(TreeMap::new));
        wavering = known.flatMap(Alert::wavering);
        told = known.map(Alert::told).orElse(LastNotice.NOTHING);
        flaps = known.map(Alert::flaps).orElse(FlapHistory.NONE);
        acknowledged = known.flatMap(Alert::acknowledged);
        rollout = known.map(Alert::rollout).orElse(Rollout.NONE);
        muted = known.flatMap(Alert::muted);
        findings = known.map(Alert::findings).orElse(List.of());
    }

    /**
     * What comes of it.
     *
     * @param alert the alert after it; empty where there is nothing to remember
     * @param told what people have to be told
     * @param muted the silence that kept it from them
     * @param isNewlyMuted whether it did so for the first time
     */
    record Outcome(Optional<Alert> alert, Optional<Telling> told, Optional<String> muted, boolean isNewlyMuted) {}

    /** A change that people do not know of. */
    record Telling(
            Change change,
            Severity severity,
            Severity previous,
            boolean regional,
            SortedMap<String, Severity> regions,
            List<Finding> findings,
            Instant since,
            Optional<String> note,
            int suppressed) {}

    Outcome outcome() {
        hear();
        settle(new RegionQuorum(words, quorum()));
        return tell();
    }

    // ---- hear

    private void hear() {
        if (standing == Standing.RESOLVED && seen.severity() != Severity.OK) {
            begin();
            startAfresh();
        }
        RegionStatus before = words.getOrDefault(run.region(), RegionStatus.well(Instant.EPOCH));
        words.put(run.region(), before.after(seen.severity(), run.at(), policy));
        Instant reportedLately = run.at().minus(circumstances.patience());
        words.values().removeIf(word -> word.at().isBefore(reportedLately));
        if (!seen.findings().isEmpty()) {
            findings = seen.findings();
        }
        if (check.equals(Check.LEAF)) {
            rollout = rollout.seeing(run.leaves(), run.at());
        }
    }

    /** A renewal that had seemed to be over goes on, and so does what people still know of; anything else is a new story. */
    private void begin() {
        goesOn = check.equals(Check.LEAF)
                && told.at().plus(Rollout.SETTLED).isAfter(run.at())
                && rollout.seeing(run.leaves(), run.at()).isUnderWay(run.at());
        standing = Standing.PENDING;
        if (!goesOn && told.severity() == Severity.OK) {
            since = run.at();
            told = LastNotice.NOTHING;
            muted = Optional.empty();
            rollout = Rollout.NONE;
        }
    }

    /** While nothing was wrong nobody left a word: what is remembered is old, and who reported since then was well. */
    private void startAfresh() {
        words.replaceAll((region, word) -> RegionStatus.well(word.at()));
        circumstances
                .reported()
                .forEach((region, at) -> words.merge(
                        region,
                        RegionStatus.well(beforeThis(at)),
                        (one, other) -> one.at().isAfter(other.at()) ? one : other));
    }

    /** Another region's report is no word on what this run saw first. */
    private Instant beforeThis(Instant reported) {
        return reported.isBefore(run.at()) ? reported : run.at().minusMillis(1);
    }

    // ---- weigh and settle

    /** Each region holds the measurements of all of them against an objective: what one says, all say. */
    private Quorum quorum() {
        return check.family() == CheckFamily.OBJECTIVE
                ? new Quorum(1)
                : circumstances.policy().quorum();
    }

    private void settle(RegionQuorum vote) {
        CombinedStatus now = vote.outlook();
        if (now.equals(outlook)) {
            wavering = Optional.empty();
            if (standing == Standing.PENDING && words.values().stream().noneMatch(RegionStatus::seesTrouble)) {
                standing = Standing.RESOLVED;
            }
            return;
        }
        if (wavering.isEmpty()) {
            wavering = Optional.of(run.at());
        }
        if (!isClear(now, vote)) {
            return;
        }
        boolean over = now.severity() == Severity.OK;
        if (!now.isWorseThan(outlook) && rollout.isUnderWay(run.at())) {
            return;
        }
        wavering = Optional.empty();
        if (isTold(outlook) != isTold(now)) {
            changed();
        }
        if (now.isWorseThan(outlook)) {
            acknowledged = Optional.empty();
        }
        standing = over ? Standing.RESOLVED : Standing.OPEN;
        outlook = now;
    }

    /**
     * A quorum for the worst is one whoever speaks next, and so is nobody; whether a warning is not worse elsewhere, whether
     * what fewer see is more than a region's weather, and whether it is better everywhere, shows when all have spoken, or
     * when those that did not have been waited for.
     */
    private boolean isClear(CombinedStatus now, RegionQuorum vote) {
        boolean quorum = now.isWorseThan(outlook) && now.severity() == Severity.CRITICAL;
        Instant from = wavering.orElse(run.at());
        return quorum
                || now.severity() == Severity.OK
                || vote.isCompleteSince(from)
                || !run.at().isBefore(from.plus(circumstances.patience()));
    }

    /** Whether people are told that something is wrong. */
    private boolean isTold(CombinedStatus of) {
        return of.severity() != Severity.OK
                && (!of.regional() || circumstances.policy().regional());
    }

    private void changed() {
        int most = circumstances.policy().flapChanges();
        flaps = flaps.changed(run.at(), window());
        if (most > 0 && !flaps.flapping() && flaps.changes().size() >= most) {
            flaps = flaps.as(true);
            hasBegunToFlap = true;
        }
    }

    private Duration window() {
        return FlapHistory.window(circumstances.interval());
    }

    // ---- tell

    private Outcome tell() {
        if (flaps.flapping() && flaps.isSettled(run.at(), window())) {
            flaps = flaps.as(false);
            hasSettled = true;
        }
        Severity now = standing == Standing.OPEN && isTold(outlook) ? outlook.severity() : Severity.OK;
        int rung = standing == Standing.OPEN ? rung() : 0;
        Optional<Change> change = change(now, rung);
        if (change.isEmpty()) {
            return new Outcome(remembered(), Optional.empty(), Optional.empty(), false);
        }
        Optional<String> silence = circumstances.quiet().by(run.targetId(), run.tags(), check);
        if (silence.isPresent()) {
            boolean isNew = mute(silence.get(), change.get().label() + " " + now);
            Telling heldBack = telling(change.get(), now);
            return new Outcome(remembered(), Optional.of(heldBack), silence, isNew);
        }
        Severity severity = change.get() == Change.FLAPPING ? now.worseOf(told.severity()) : now;
        Telling telling = telling(change.get(), severity);
        told = new LastNotice(severity, run.at(), rung, told.rollout() || rollout.isUnderWay(run.at()));
        muted = Optional.empty();
        if (standing == Standing.RESOLVED) {
            acknowledged = Optional.empty();
        }
        return new Outcome(remembered(), Optional.of(telling), Optional.empty(), false);
    }

    private Optional<Change> change(Severity now, int rung) {
        if (hasBegunToFlap) {
            return Optional.of(Change.FLAPPING);
        }
        if (flaps.flapping()) {
            return whileItFlaps(now);
        }
        if (goesOn && standing == Standing.OPEN && told.severity() == Severity.OK) {
            return Optional.of(Change.PROGRESSED);
        }
        if (hasSettled && now != Severity.OK) {
            return Optional.of(Change.SETTLED);
        }
        if (now != told.severity()) {
            return Optional.of(changeOf(now));
        }
        if (now == Severity.OK) {
            return Optional.empty();
        }
        if (rollout.isUnderWay(run.at()) && !told.rollout()) {
            return Optional.of(Change.PROGRESSED);
        }
        boolean hasExpired = rung == Subject.OfCertificate.EXPIRED;
        if (seen.severity() == Severity.OK || (acknowledged.isPresent() && !hasExpired)) {
            return Optional.empty();
        }
        if (rung > told.rung()) {
            return Optional.of(Change.ESCALATED);
        }
        return policy.remind()
                .filter(every -> acknowledged.isEmpty())
                .filter(every -> !told.at().plus(every).isAfter(run.at()))
                .map(every -> Change.REMINDED);
    }

    /** SilenceLookup, unless it is worse than what people were told to expect, or a silence kept them from being told. */
    private Optional<Change> whileItFlaps(Severity now) {
        if (now.compareTo(told.severity()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(told.severity() == Severity.OK ? Change.FLAPPING : Change.WORSENED);
    }

    private Change changeOf(Severity now) {
        if (now == Severity.OK) {
            return Change.RESOLVED;
        }
        if (told.severity() == Severity.OK) {
            return Change.OPENED;
        }
        return now.compareTo(told.severity()) > 0 ? Change.WORSENED : Change.EASED;
    }

    /** @return whether it is the first time that this is held back */
    private boolean mute(String silence, String notice) {
        boolean isNew = muted.filter(before -> before.notice().equals(notice)).isEmpty();
        if (isNew) {
            muted = Optional.of(new Suppression(
                    silence, notice, muted.map(Suppression::count).orElse(0) + 1));
        }
        return isNew;
    }

    private Telling telling(Change change, Severity now) {
        SortedMap<String, Severity> regions = new TreeMap<>();
        words.forEach((region, word) -> regions.put(region, change == Change.RESOLVED ? word.severity() : word.last()));
        return new Telling(
                change,
                now,
                told.severity(),
                outlook.regional() && standing == Standing.OPEN && now != Severity.OK,
                regions,
                findings,
                since,
                note(change),
                muted.map(Suppression::count).orElse(0));
    }

    private Optional<String> note(Change change) {
        if (change == Change.RESOLVED) {
            return standing == Standing.OPEN ? Optional.of(LEFT_TO_A_REGION) : ResolutionCause.of(check, run, rollout);
        }
        if (change == Change.FLAPPING) {
            return Optional.of(
                    "It opened or was resolved %d times in %s; nothing more is said until it has settled for %s."
                            .formatted(
                                    flaps.changes().size(),
                                    PlainText.span(
                                            Duration.between(flaps.changes().getFirst(), run.at())),
                                    PlainText.span(window().dividedBy(2))));
        }
        return rollout.progress(run.at());
    }

    /** A rung whose severity not enough regions see yet is told with that severity, when they do. */
    private int rung() {
        return findings.stream()
                .filter(finding -> outlook.regional() || finding.severity().compareTo(outlook.severity()) <= 0)
                .map(Finding::about)
                .mapToInt(about -> about instanceof Subject.OfCertificate certificate ? certificate.rung() : 0)
                .max()
                .orElse(0);
    }

    /** What was resolved and people know of is remembered for as long as it can flap or be part of a renewal. */
    private Optional<Alert> remembered() {
        boolean isOver = standing == Standing.RESOLVED
                && told.severity() == Severity.OK
                && flaps.isOver(run.at(), window())
                && !told.at().plus(Rollout.SETTLED).isAfter(run.at());
        return isOver
                ? Optional.empty()
                : Optional.of(new Alert(
                        standing,
                        outlook,
                        since,
                        words,
                        wavering,
                        told,
                        flaps,
                        acknowledged,
                        rollout,
                        muted,
                        findings));
    }
}
