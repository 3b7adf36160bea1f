package dev.handshakefleet.alert.decide;

import java.util.List;
import java.util.Objects;

/**
 * The change that a decision makes to a target's alerts.
 *
 * @param state the state after the decision; the state before it where nothing changes
 * @param mustBeStored whether the state changed and must be written
 * @param notices the new notices; each of them is pending in {@code state}
 * @param suppressed the notices that a silence suppressed for the first time
 */
public record AlertTransition(
        AlertState state, boolean mustBeStored, List<AlertNotice> notices, List<SuppressedNotice> suppressed) {

    public AlertTransition {
        Objects.requireNonNull(state, "state");
        notices = List.copyOf(notices);
        suppressed = List.copyOf(suppressed);
    }

    static AlertTransition none(AlertState state) {
        return new AlertTransition(state, false, List.of(), List.of());
    }
}
