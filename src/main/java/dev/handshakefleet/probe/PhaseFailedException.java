package dev.handshakefleet.probe;

import dev.handshakefleet.probe.result.Failure;

/** Ends a probe at a failed phase. It never leaves this package: {@link Prober} turns it into a {@code Failure}. */
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
