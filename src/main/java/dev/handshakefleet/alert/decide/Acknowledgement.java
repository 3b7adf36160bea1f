package dev.handshakefleet.alert.decide;

import java.time.Instant;
import java.util.Objects;

/**
 * Somebody takes care of an alert: people are reminded of it no more, and told again when it gets worse or ends.
 *
 * @param by who; may be empty
 * @param reason what they say; may be empty
 * @param at when
 */
public record Acknowledgement(String by, String reason, Instant at) {

    public Acknowledgement {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
    }

    /** @return such as {@code Taken care of by alice: certificate is ordered} */
    String sentence() {
        return "Taken care of" + (by.isEmpty() ? "" : " by " + by) + (reason.isEmpty() ? "." : ": " + reason);
    }
}
