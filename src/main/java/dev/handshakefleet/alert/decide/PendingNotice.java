package dev.handshakefleet.alert.decide;

import java.time.Instant;
import java.util.Objects;

/**
 * A notice that is stored and not marked as sent.
 *
 * @param notice the notice
 * @param leaseUntil the end of its lease; only the invocation that holds the lease may send it. The epoch where no invocation
 *     holds one.
 */
public record PendingNotice(AlertNotice notice, Instant leaseUntil) {

    public PendingNotice {
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
    }
}
