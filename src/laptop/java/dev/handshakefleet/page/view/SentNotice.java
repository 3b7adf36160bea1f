package dev.handshakefleet.page.view;

import java.time.Instant;
import java.util.Objects;

/**
 * A notice that was sent.
 *
 * @param target the id of its target
 * @param at the instant of the run that decided it
 * @param subject its subject
 */
public record SentNotice(String target, Instant at, String subject) {

    public SentNotice {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(subject, "subject");
    }
}
