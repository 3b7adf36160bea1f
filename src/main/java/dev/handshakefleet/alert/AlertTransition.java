package dev.handshakefleet.alert;

import java.util.Objects;
import java.util.Optional;

/**
 * What an observation changes.
 *
 * @param state the state after it; the one before where nothing changes
 * @param mustBeStored whether the state differs enough to be written
 * @param notice what people have to be told; empty where nothing changed for them. It is among the state's pending ones
 */
public record AlertTransition(AlertState state, boolean mustBeStored, Optional<AlertNotice> notice) {

    public AlertTransition {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(notice, "notice");
    }

    static AlertTransition none(AlertState state) {
        return new AlertTransition(state, false, Optional.empty());
    }
}
