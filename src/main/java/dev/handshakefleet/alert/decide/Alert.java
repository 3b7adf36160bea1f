package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One problem of one target: a check and everything that is stored about it. Immutable.
 *
 * @param stage how far the alert has got
 * @param since the scheduled instant of the first run that reported it
 * @param reports what the regions report
 * @param findings the last findings, the worst first; those of a resolved alert stay until it is removed
 * @param rollout the progress of a certificate renewal; used by the check of the leaf certificate only
 * @param flapHistory when the alert opened and was resolved lately
 * @param notices what was sent, acknowledged and suppressed
 */
public record Alert(
        Stage stage,
        Instant since,
        RegionReports reports,
        List<Finding> findings,
        Rollout rollout,
        FlapHistory flapHistory,
        NoticeHistory notices) {

    /** How far an alert has got. An acknowledged alert is open and has an {@link Acknowledgement}. */
    public enum Stage {
        /** Reported, but not by enough runs or not by enough regions. */
        PENDING,
        /** Confirmed as a problem. */
        OPEN,
        /** No longer a problem. The alert is kept for a while, because it can return. */
        RESOLVED
    }

    public Alert {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reports, "reports");
        findings = List.copyOf(findings);
        Objects.requireNonNull(rollout, "rollout");
        Objects.requireNonNull(flapHistory, "flapHistory");
        Objects.requireNonNull(notices, "notices");
    }

    /** @return the identity of this alert, given the target and the check that it belongs to */
    public AlertKey key(String targetId, Check check) {
        return new AlertKey(targetId, check, since);
    }

    /** @return whether a run without findings can still change this alert */
    public boolean isLive() {
        return stage != Stage.RESOLVED || notices.last().severity() != Severity.OK || flapHistory.flapping();
    }

    /** @return this alert with that acknowledgement */
    Alert acknowledged(Acknowledgement acknowledgement) {
        return new Alert(stage, since, reports, findings, rollout, flapHistory, notices.acknowledged(acknowledgement));
    }
}
