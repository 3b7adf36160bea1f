package dev.handshakefleet.alert.decide;

import java.util.Objects;

/**
 * A notice that a silence suppressed.
 *
 * @param notice the notice that would have been sent
 * @param silence the id of the silence
 */
public record SuppressedNotice(AlertNotice notice, String silence) {

    public SuppressedNotice {
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(silence, "silence");
    }
}
