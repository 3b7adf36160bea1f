package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.SortedMap;

/**
 * The regions that report, with what each says. Pure.
 *
 * @param words of regions that reported lately, by region
 * @param quorum how many of them must see a problem
 */
record RegionQuorum(SortedMap<String, RegionStatus> words, Quorum quorum) {

    CombinedStatus outlook() {
        int needed = quorum.of(words.size());
        if (seeing(Severity.CRITICAL) >= needed) {
            return new CombinedStatus(Severity.CRITICAL, false);
        }
        if (seeing(Severity.WARNING) >= needed) {
            return new CombinedStatus(Severity.WARNING, false);
        }
        return seeing(Severity.WARNING) > 0 ? CombinedStatus.REGIONAL : CombinedStatus.WELL;
    }

    /** Whether every region has spoken since then and none is about to change its mind. */
    boolean isCompleteSince(Instant since) {
        return words.values().stream().noneMatch(word -> word.at().isBefore(since) || word.isTurning());
    }

    private long seeing(Severity severity) {
        return words.values().stream()
                .filter(word -> word.severity().compareTo(severity) >= 0)
                .count();
    }
}
