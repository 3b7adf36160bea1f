package dev.handshakefleet.cli;

/** A command cannot continue. The message gives the reason and the remedy. */
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
