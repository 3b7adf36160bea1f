package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Combines the statuses of the regions into one by the quorum. Pure.
 *
 * @param statuses the statuses of the regions that reported lately, by region
 * @param quorum how many of them must report a problem
 */
record RegionQuorum(SortedMap<String, RegionStatus> statuses, Quorum quorum) {

    CombinedStatus combined() {
        int needed = quorum.of(statuses.size());
        if (reporting(Severity.CRITICAL) >= needed) {
            return new CombinedStatus(Severity.CRITICAL, false);
        }
        if (reporting(Severity.WARNING) >= needed) {
            return new CombinedStatus(Severity.WARNING, false);
        }
        return reporting(Severity.WARNING) > 0 ? CombinedStatus.REGIONAL : CombinedStatus.OK;
    }

    /** @return whether every region has reported since that instant and no region is about to change its status */
    boolean isCompleteSince(Instant since) {
        return statuses.values().stream().noneMatch(status -> status.at().isBefore(since) || status.isChanging());
    }

    private long reporting(Severity severity) {
        return statuses.values().stream()
                .filter(status -> status.severity().compareTo(severity) >= 0)
                .count();
    }
}
