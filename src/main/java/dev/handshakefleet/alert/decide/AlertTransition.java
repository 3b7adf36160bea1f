package dev.handshakefleet.alert.decide;

import java.util.List;
import java.util.Objects;

/**
 * What an observation changes.
 *
 * @param state the state after it; the one before where nothing changes
 * @param mustBeStored whether the state differs and has to be written
 * @param notices what people have to be told; they are among the state's pending ones
 * @param muted what people would have been told, were it not for a silence
 */
public record AlertTransition(
        AlertState state, boolean mustBeStored, List<AlertNotice> notices, List<SuppressedNotice> muted) {

    public AlertTransition {
        Objects.requireNonNull(state, "state");
        notices = List.copyOf(notices);
        muted = List.copyOf(muted);
    }

    static AlertTransition none(AlertState state) {
        return new AlertTransition(state, false, List.of(), List.of());
    }
}
