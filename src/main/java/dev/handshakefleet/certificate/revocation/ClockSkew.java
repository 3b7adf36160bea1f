package dev.handshakefleet.certificate.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether an answer is of now, as the JDK reckons: 15 minutes are granted to the clocks of both sides, and an answer that
 * does not say until when it holds is one of its moment only.
 */
final class ClockSkew {

    private static final Duration GRANTED = Duration.ofMinutes(15);

    private ClockSkew() {}

    static void requireCurrent(Instant thisUpdate, Optional<Instant> nextUpdate, Instant now)
            throws RefusedAnswerException {
        if (now.plus(GRANTED).isBefore(thisUpdate)) {
            throw new RefusedAnswerException("it is of the future, " + thisUpdate);
        }
        if (now.minus(GRANTED).isAfter(nextUpdate.orElse(thisUpdate))) {
            throw new RefusedAnswerException(nextUpdate
                    .map(until -> "it was out of date since " + until)
                    .orElseGet(() -> "it does not say until when it holds, and is of " + thisUpdate));
        }
    }
}
