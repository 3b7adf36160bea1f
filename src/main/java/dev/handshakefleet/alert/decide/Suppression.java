package dev.handshakefleet.alert.decide;

import java.util.Objects;

/**
 * What people were not told of an alert, because a silence was on.
 *
 * @param silence its id
 * @param notice what was held back last, such as {@code opened CRITICAL}: it counts once
 * @param count how many were
 */
public record Suppression(String silence, String notice, int count) {

    public Suppression {
        Objects.requireNonNull(silence, "silence");
        Objects.requireNonNull(notice, "notice");
    }
}
