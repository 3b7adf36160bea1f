package dev.handshakefleet.probe;

import dev.handshakefleet.probe.result.Failure;

/** Ends a probe inside this room; at its door it becomes a value. */
final class PhaseFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    PhaseFailedException(Failure failure) {
        super(failure.detail(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
