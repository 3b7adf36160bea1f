package dev.handshakefleet.bench.workbench;

/** A part of the bench cannot run on this machine; the message says why. */
public final class SkippedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason as the end of the sentence "skipped: …" */
    public SkippedException(String reason) {
        super(reason);
    }
}
