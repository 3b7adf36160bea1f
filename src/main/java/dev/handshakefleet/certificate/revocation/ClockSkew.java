package dev.handshakefleet.certificate.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells whether an answer is current, by the JDK's rule: clocks may differ by 15 minutes, and an answer without
 * nextUpdate is current for that time only.
 */
final class ClockSkew {

    private static final Duration GRANTED = Duration.ofMinutes(15);

    private ClockSkew() {}

    static void requireCurrent(Instant thisUpdate, Optional<Instant> nextUpdate, Instant now)
            throws RefusedAnswerException {
        if (now.plus(GRANTED).isBefore(thisUpdate)) {
            throw new RefusedAnswerException("its thisUpdate is in the future, " + thisUpdate);
        }
        if (now.minus(GRANTED).isAfter(nextUpdate.orElse(thisUpdate))) {
            throw new RefusedAnswerException(nextUpdate
                    .map(until -> "it has been out of date since " + until)
                    .orElseGet(() -> "it has no nextUpdate, and its thisUpdate is " + thisUpdate));
        }
    }
}
