package dev.handshakefleet.alert;

import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a target's alert.
 *
 * @param targetId the target
 * @param version counts the changes; 0 where nothing is stored
 * @param words the last word of each region that ever saw a problem
 * @param told the severity that people were told last; OK where there is no alert
 * @param openedAt since when the alert is open; empty where there is none
 * @param pending notices that are not marked as sent, oldest first
 */
public record AlertState(
        String targetId,
        long version,
        SortedMap<String, RegionWord> words,
        Severity told,
        Optional<Instant> openedAt,
        List<PendingNotice> pending) {

    public AlertState {
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(told, "told");
        Objects.requireNonNull(openedAt, "openedAt");
        words = Collections.unmodifiableSortedMap(new TreeMap<>(words));
        pending = List.copyOf(pending);
    }

    /** The state of a target of which nothing is stored. */
    public static AlertState nothingStored(String targetId) {
        return new AlertState(targetId, 0, new TreeMap<>(), Severity.OK, Optional.empty(), List.of());
    }

    /** @return the worst of what the regions said last; OK where none said anything */
    public Severity worst() {
        return words.values().stream().map(RegionWord::severity).reduce(Severity.OK, Severity::worseOf);
    }
}
