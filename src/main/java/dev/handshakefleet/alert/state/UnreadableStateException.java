package dev.handshakefleet.alert.state;

/** What is stored of one target's alert is none of ours; the message names the target and what is wrong. */
public final class UnreadableStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableStateException(String partition, RuntimeException cause) {
        super(
                "the stored item " + partition + " is not an alert state (" + cause.getMessage()
                        + "); delete it to start afresh",
                cause);
    }
}
