package dev.handshakefleet.cli;

/** A command cannot go on; the message says why and what to do. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one or two plain sentences */
    public CommandFailedException(String message) {
        super(message);
    }

    /** @param message one or two plain sentences */
    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
