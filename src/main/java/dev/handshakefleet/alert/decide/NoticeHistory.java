package dev.handshakefleet.alert.decide;

import java.util.Objects;
import java.util.Optional;

/**
 * What people know about an alert. Immutable.
 *
 * @param last the last notice
 * @param acknowledgement the acknowledgement; empty where nobody acknowledged the alert
 * @param suppression the notices that silences suppressed since the last notice; empty where there are none
 */
public record NoticeHistory(
        LastNotice last, Optional<Acknowledgement> acknowledgement, Optional<Suppression> suppression) {

    static final NoticeHistory NONE = new NoticeHistory(LastNotice.NONE, Optional.empty(), Optional.empty());

    public NoticeHistory {
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(acknowledgement, "acknowledgement");
        Objects.requireNonNull(suppression, "suppression");
    }

    /** @return how many notices silences suppressed since the last notice */
    public int suppressedCount() {
        return suppression.map(Suppression::count).orElse(0);
    }

    NoticeHistory acknowledged(Acknowledgement by) {
        return new NoticeHistory(last, Optional.of(by), suppression);
    }
}
