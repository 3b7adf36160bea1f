package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.AlertKey;
import dev.handshakefleet.alert.decide.CombinedStatus;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An alert that is pending or open, as a list of alerts shows it. Immutable.
 *
 * @param key the target, the check and the beginning of the alert
 * @param state how far it has got
 * @param severity the combined severity of the regions; of a pending alert, the worst severity that a region found last
 * @param regional whether fewer regions than the quorum report the problem
 * @param regions the severity that each region found last, by region
 * @param findings the codes of the last findings, the worst first
 * @param acknowledged the acknowledgement; empty where there is none
 * @param suppressed how many notices silences suppressed since the last notice
 */
public record ListedAlert(
        AlertKey key,
        State state,
        Severity severity,
        boolean regional,
        SortedMap<String, Severity> regions,
        List<FindingCode> findings,
        Optional<Acknowledgement> acknowledged,
        int suppressed) {

    /** How far a listed alert has got. */
    public enum State {
        /** Reported, but not by enough runs or not by enough regions. */
        PENDING,
        /** Confirmed as a problem and not acknowledged. */
        OPEN,
        /** Confirmed as a problem and acknowledged. */
        ACKNOWLEDGED
    }

    public ListedAlert {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(severity, "severity");
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        findings = List.copyOf(findings);
        Objects.requireNonNull(acknowledged, "acknowledged");
    }

    static ListedAlert of(String targetId, Check check, Alert alert) {
        SortedMap<String, Severity> regions = alert.reports().lastSeverities();
        CombinedStatus combined = alert.reports().combined();
        return new ListedAlert(
                alert.key(targetId, check),
                state(alert),
                alert.stage() == Alert.Stage.PENDING ? Collections.max(regions.values()) : combined.severity(),
                combined.regional(),
                regions,
                alert.findings().stream().map(Finding::code).distinct().toList(),
                alert.notices().acknowledgement(),
                alert.notices().suppressedCount());
    }

    public String targetId() {
        return key.targetId();
    }

    public Check check() {
        return key.check();
    }

    /** @return the scheduled instant of the first run that reported the problem */
    public Instant since() {
        return key.since();
    }

    private static State state(Alert alert) {
        if (alert.stage() == Alert.Stage.PENDING) {
            return State.PENDING;
        }
        return alert.notices().acknowledgement().isPresent() ? State.ACKNOWLEDGED : State.OPEN;
    }
}
