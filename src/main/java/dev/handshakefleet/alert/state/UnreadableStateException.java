package dev.handshakefleet.alert.state;

/** The stored item of a target is not an alert state. The message names the item and the fault. */
public final class UnreadableStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableStateException(String partition, RuntimeException cause) {
        super(
                "the stored item " + partition + " is not an alert state (" + cause.getMessage()
                        + "); delete it to start afresh",
                cause);
    }
}
