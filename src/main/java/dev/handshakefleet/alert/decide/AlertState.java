package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a target's alerts.
 *
 * @param targetId the target
 * @param version counts the changes; 0 where nothing is stored
 * @param tags those that the target had in the run that wrote it
 * @param alerts by check
 * @param pending notices that are not marked as sent, oldest first
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

    /** The state of a target of which nothing is stored. */
    public static AlertState nothingStored(String targetId) {
        return new AlertState(targetId, 0, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    /** Whether a run that finds that check well has something to say of it. */
    public boolean isLive(Check check) {
        return Optional.ofNullable(alerts.get(check)).filter(Alert::isLive).isPresent();
    }
}
