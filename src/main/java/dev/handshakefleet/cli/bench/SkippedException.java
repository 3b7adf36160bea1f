package dev.handshakefleet.cli.bench;

/** A part of the bench cannot run on this machine; the message says why. */
final class SkippedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason as the end of the sentence "skipped: …" */
    SkippedException(String reason) {
        super(reason);
    }
}
