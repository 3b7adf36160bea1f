package dev.handshakefleet.alert.year;

import java.time.Duration;
import java.time.Instant;

/** A span of time; its first instant belongs to it and its last does not. */
record TimeSpan(Instant from, Instant to) {

    static TimeSpan of(Instant from, Duration lasting) {
        return new TimeSpan(from, from.plus(lasting));
    }

    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
