package dev.handshakefleet.measurement;

/** Measurements cannot be read; the message is one plain sentence that says why. */
public final class StoreUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String reason) {
        super(reason);
    }

    StoreUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
