package dev.handshakefleet.alert.decide;

import java.util.Objects;

/**
 * The notices of an alert that silences suppressed since the last one was sent.
 *
 * @param silence the id of the silence that suppressed the last of them
 * @param notice the last of them, such as {@code opened CRITICAL}; the same notice counts once however many runs repeat it
 * @param count how many there are
 */
public record Suppression(String silence, String notice, int count) {

    public Suppression {
        Objects.requireNonNull(silence, "silence");
        Objects.requireNonNull(notice, "notice");
    }
}
