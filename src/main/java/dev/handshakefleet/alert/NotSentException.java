package dev.handshakefleet.alert;

/** A notice was not taken over; the message is one plain sentence that says why. */
public final class NotSentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean concernsOnlyTheNotice;

    /** The way to people is closed, for this notice and for any other. */
    public NotSentException(String reason, Throwable cause) {
        this(reason, cause, false);
    }

    /** @param concernsOnlyTheNotice whether it is this very notice that was refused, while others may go through */
    public NotSentException(String reason, Throwable cause, boolean concernsOnlyTheNotice) {
        super(reason, cause);
        this.concernsOnlyTheNotice = concernsOnlyTheNotice;
    }

    /** @return whether other notices may go through */
    public boolean concernsOnlyTheNotice() {
        return concernsOnlyTheNotice;
    }
}
