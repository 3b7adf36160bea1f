package dev.handshakefleet.aws;

/** A table cannot be read or written, or there is none; the message is one plain sentence that says why. */
public final class StoreUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String reason) {
        super(reason);
    }

    public StoreUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
