package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stored alerts of one target. Immutable.
 *
 * @param targetId the target
 * @param version the number of changes so far; 0 where nothing is stored
 * @param tags the tags that the target had in the run that stored this state
 * @param alerts by check
 * @param pending the notices that are not marked as sent, oldest first
 */
public record AlertState(
        String targetId,
        long version,
        SortedMap<String, String> tags,
        SortedMap<Check, Alert> alerts,
        List<PendingNotice> pending) {

    public AlertState {
        Objects.requireNonNull(targetId, "targetId");
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        alerts = Collections.unmodifiableSortedMap(new TreeMap<>(alerts));
        pending = List.copyOf(pending);
    }

    /** @return the state of a target for which nothing is stored */
    public static AlertState nothingStored(String targetId) {
        return new AlertState(targetId, 0, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    /** @return whether a run in which that check passed can still change its alert */
    public boolean isLive(Check check) {
        return Optional.ofNullable(alerts.get(check)).filter(Alert::isLive).isPresent();
    }
}
