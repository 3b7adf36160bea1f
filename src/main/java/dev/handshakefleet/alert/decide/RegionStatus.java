package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Objects;

/**
 * What a region says of a check. It does not change its mind by one run: worse it says after {@link CheckPolicy#after} runs
 * in a row that saw worse, better after {@link CheckPolicy#clear} that saw better.
 *
 * @param severity what it says
 * @param last what its last run saw
 * @param at the scheduled instant of its last run
 * @param turning what it is about to say: the mildest of the runs in a row that saw worse, the worst of those that saw
 *     better
 * @param runs how many they are; 0 where its last run saw what it says
 */
public record RegionStatus(Severity severity, Severity last, Instant at, Severity turning, int runs) {

    public RegionStatus {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(turning, "turning");
    }

    /** A region that was well when it ran last. */
    static RegionStatus well(Instant at) {
        return new RegionStatus(Severity.OK, Severity.OK, at, Severity.OK, 0);
    }

    boolean isTurning() {
        return runs > 0;
    }

    /** Whether it says, or its last run said, that something is wrong. */
    boolean seesTrouble() {
        return severity != Severity.OK || last != Severity.OK;
    }

    /** The word after one more run. */
    RegionStatus after(Severity seen, Instant run, CheckPolicy policy) {
        int direction = Integer.signum(seen.compareTo(severity));
        if (direction == 0) {
            return new RegionStatus(severity, seen, run, severity, 0);
        }
        boolean goesOn = runs > 0 && Integer.signum(turning.compareTo(severity)) == direction;
        int inARow = goesOn ? runs + 1 : 1;
        Severity towards = goesOn && Integer.signum(turning.compareTo(seen)) == -direction ? turning : seen;
        if (inARow < (direction > 0 ? policy.after() : policy.clear())) {
            return new RegionStatus(severity, seen, run, towards, inARow);
        }
        // Of WARNING, CRITICAL the first is said; the second has begun to turn it further.
        return towards == seen
                ? new RegionStatus(seen, seen, run, seen, 0)
                : new RegionStatus(towards, towards, run, towards, 0).after(seen, run, policy);
    }
}
