package dev.handshakefleet.certificate.revocation;

import java.io.Serial;

/** An answer about a revocation is not reliable. The message is the end of a sentence and safe to show. */
final class RefusedAnswerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    RefusedAnswerException(String why) {
        super(why);
    }
}
