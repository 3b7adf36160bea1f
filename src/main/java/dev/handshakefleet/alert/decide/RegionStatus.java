package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Objects;

/**
 * The status that one region reports for a check. A single run does not change it. It gets worse after
 * {@link CheckPolicy#after} consecutive runs with a worse result and better after {@link CheckPolicy#clear} consecutive runs
 * with a better one.
 *
 * @param severity the status
 * @param last the severity that the region's last run found
 * @param at the scheduled instant of that run
 * @param next the status that the consecutive runs lead to: the mildest of the worse results, or the worst of the better
 *     ones
 * @param consecutive how many consecutive runs differ from the status in the same direction; 0 where the last run agrees
 */
public record RegionStatus(Severity severity, Severity last, Instant at, Severity next, int consecutive) {

    public RegionStatus {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(next, "next");
    }

    /** @return the status of a region whose last run, at that instant, found no problem */
    static RegionStatus ok(Instant at) {
        return new RegionStatus(Severity.OK, Severity.OK, at, Severity.OK, 0);
    }

    boolean isChanging() {
        return consecutive > 0;
    }

    /** @return whether the status or the last run is not OK */
    boolean hasProblem() {
        return severity != Severity.OK || last != Severity.OK;
    }

    /** @return the status after one more run, which found that severity */
    RegionStatus after(Severity found, Instant run, CheckPolicy policy) {
        int direction = Integer.signum(found.compareTo(severity));
        if (direction == 0) {
            return new RegionStatus(severity, found, run, severity, 0);
        }
        boolean continues = consecutive > 0 && Integer.signum(next.compareTo(severity)) == direction;
        int inARow = continues ? consecutive + 1 : 1;
        Severity towards = continues && Integer.signum(next.compareTo(found)) == -direction ? next : found;
        if (inARow < (direction > 0 ? policy.after() : policy.clear())) {
            return new RegionStatus(severity, found, run, towards, inARow);
        }
        // After WARNING, CRITICAL the status becomes WARNING; the second run already counts towards CRITICAL.
        return towards == found
                ? new RegionStatus(found, found, run, found, 0)
                : new RegionStatus(towards, towards, run, towards, 0).after(found, run, policy);
    }
}
