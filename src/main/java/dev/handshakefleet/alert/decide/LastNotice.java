package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Objects;

/**
 * The last notice of an alert.
 *
 * @param severity its severity; OK where no notice was sent or the last one was a resolution
 * @param at the scheduled instant of the run that decided it
 * @param rung the step of the expiry ladder that it named, see {@link dev.handshakefleet.verdict.FindingSubject.OfCertificate}
 * @param rollout whether a notice has mentioned that a renewed certificate is being rolled out
 */
public record LastNotice(Severity severity, Instant at, int rung, boolean rollout) {

    static final LastNotice NONE = new LastNotice(Severity.OK, Instant.EPOCH, 0, false);

    public LastNotice {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(at, "at");
    }
}
