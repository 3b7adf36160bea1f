package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Cause;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;

/** Ends an exchange early. It never leaves this package: {@link HttpExchange} turns it into a {@code Failure}. */
final class BrokenExchangeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Cause cause;

    BrokenExchangeException(Kind kind, String detail) {
        this(kind, detail, Cause.UNKNOWN);
    }

    private BrokenExchangeException(Kind kind, String detail, Cause cause) {
        super(detail, null, false, false);
        this.kind = kind;
        this.cause = cause;
    }

    /** For a server that violates the protocol. */
    static BrokenExchangeException protocol(String what) {
        return new BrokenExchangeException(Kind.PROTOCOL_ERROR, "The server broke HTTP: " + what);
    }

    /** For a server that sends more than this probe reads. */
    static BrokenExchangeException tooMuch(String what) {
        return new BrokenExchangeException(Kind.PROTOCOL_ERROR, "The server broke HTTP: " + what, Cause.ENDLESS);
    }

    Failure failureIn(Phase phase) {
        return new Failure(phase, kind, String.valueOf(getMessage()), cause);
    }
}
