package dev.handshakefleet.alert.decide;

import java.time.Instant;
import java.util.Objects;

/**
 * A notice that is stored and not marked as sent.
 *
 * @param notice what to send
 * @param leaseUntil until then only the invocation that took the lease may send it; the epoch where nobody holds it
 */
public record PendingNotice(AlertNotice notice, Instant leaseUntil) {

    public PendingNotice {
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
    }
}
