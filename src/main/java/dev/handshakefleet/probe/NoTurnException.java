package dev.handshakefleet.probe;

/** Other probes were under way towards the address of a target for as long as the target could wait. */
public final class NoTurnException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoTurnException() {
        super("other targets with the same address took all the time");
    }
}
