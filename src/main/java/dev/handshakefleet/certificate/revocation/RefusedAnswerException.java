package dev.handshakefleet.certificate.revocation;

import java.io.Serial;

/** An answer about a revocation cannot be relied upon; the message is the end of a sentence and fit to be shown. */
final class RefusedAnswerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    RefusedAnswerException(String why) {
        super(why);
    }
}
