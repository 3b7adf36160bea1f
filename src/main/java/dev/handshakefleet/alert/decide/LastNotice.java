package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Objects;

/**
 * What people were told of an alert last.
 *
 * @param severity OK where they know of no problem
 * @param at when
 * @param rung of the ladder of expiry, see {@link dev.handshakefleet.verdict.Subject.OfCertificate}
 * @param rollout whether they know that a certificate is being rolled out
 */
public record LastNotice(Severity severity, Instant at, int rung, boolean rollout) {

    static final LastNotice NOTHING = new LastNotice(Severity.OK, Instant.EPOCH, 0, false);

    public LastNotice {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(at, "at");
    }
}
