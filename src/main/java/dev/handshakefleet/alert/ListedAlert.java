package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.Suppression;
import dev.handshakefleet.verdict.Check;
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
 * An alert that is not resolved, as people ask for it.
 *
 * @param targetId of whom
 * @param check of what
 * @param state what has become of it
 * @param severity what the regions say together; of a pending one, the worst that was seen
 * @param regional whether fewer regions see it than the quorum wants
 * @param since when it was seen first
 * @param regions what each region saw last
 * @param findings what was found last, the worst first
 * @param acknowledged who takes care of it
 * @param suppressed how many notices of it silences held back
 */
public record ListedAlert(
        String targetId,
        Check check,
        State state,
        Severity severity,
        boolean regional,
        Instant since,
        SortedMap<String, Severity> regions,
        List<FindingCode> findings,
        Optional<Acknowledgement> acknowledged,
        int suppressed) {

    /** What has become of it. */
    public enum State {
        /** Seen, but not often enough or not by enough regions. */
        PENDING,
        /** A problem that nobody takes care of. */
        OPEN,
        /** A problem that somebody takes care of. */
        ACKNOWLEDGED
    }

    public ListedAlert {
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(since, "since");
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        findings = List.copyOf(findings);
        Objects.requireNonNull(acknowledged, "acknowledged");
    }

    static ListedAlert of(String targetId, Check check, Alert alert) {
        SortedMap<String, Severity> regions = new TreeMap<>();
        alert.words().forEach((region, word) -> regions.put(region, word.last()));
        return new ListedAlert(
                targetId,
                check,
                state(alert),
                alert.standing() == Alert.Standing.PENDING
                        ? Collections.max(regions.values())
                        : alert.outlook().severity(),
                alert.outlook().regional(),
                alert.since(),
                regions,
                alert.findings().stream()
                        .map(finding -> finding.code())
                        .distinct()
                        .toList(),
                alert.acknowledged(),
                alert.muted().map(Suppression::count).orElse(0));
    }

    private static State state(Alert alert) {
        if (alert.standing() == Alert.Standing.PENDING) {
            return State.PENDING;
        }
        return alert.acknowledged().isPresent() ? State.ACKNOWLEDGED : State.OPEN;
    }
}
