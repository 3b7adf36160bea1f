package dev.handshakefleet.alert.decide;

import java.time.Instant;
import java.util.Objects;

/**
 * The statement that somebody takes care of an alert. It ends the reminders. Notices are sent again when the alert gets
 * worse, when its certificate expires and when it is resolved.
 *
 * @param by the name of the person; may be empty
 * @param reason the reason they gave; may be empty
 * @param at the instant of the acknowledgement
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
