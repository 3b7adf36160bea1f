package dev.handshakefleet.alert.year;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time: from its first instant to before its last. */
record Spell(Instant from, Instant to) {

    static Spell of(Instant from, Duration lasting) {
        return new Spell(from, from.plus(lasting));
    }

    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
