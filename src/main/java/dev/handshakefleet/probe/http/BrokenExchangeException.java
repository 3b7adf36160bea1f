package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.result.Failure.Kind;

/** Ends an exchange early. It never leaves this package: {@link HttpExchange} turns it into a {@code Failure}. */
final class BrokenExchangeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    BrokenExchangeException(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    /** For a server that violates the protocol. */
    static BrokenExchangeException protocol(String what) {
        return new BrokenExchangeException(Kind.PROTOCOL_ERROR, "The server broke HTTP: " + what);
    }

    Kind kind() {
        return kind;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
