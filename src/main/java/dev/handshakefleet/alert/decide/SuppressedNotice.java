package dev.handshakefleet.alert.decide;

import java.util.Objects;

/**
 * A notice that a silence held back.
 *
 * @param notice what people would have been told
 * @param silence the id of the silence
 */
public record SuppressedNotice(AlertNotice notice, String silence) {

    public SuppressedNotice {
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(silence, "silence");
    }
}
