package dev.handshakefleet.alert.year;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time: from its first instant to before its last. */
record Disturbance(Instant from, Instant to) {

    static Disturbance of(Instant from, Duration lasting) {
        return new Disturbance(from, from.plus(lasting));
    }

    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
