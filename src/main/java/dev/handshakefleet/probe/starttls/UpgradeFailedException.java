package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;

/** Ends a dialogue inside this room; at its door it becomes a value. */
final class UpgradeFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    UpgradeFailedException(Kind kind, String detail) {
        super(detail, null, false, false);
        this.failure = new Failure(Phase.STARTTLS, kind, detail);
    }

    /** @return the peer speaks the protocol, but does not offer TLS */
    static UpgradeFailedException notOffered(String command, String offered) {
        String instead = offered.isBlank() ? "" : "; it offers " + Words.quoted(offered);
        return new UpgradeFailedException(Kind.STARTTLS_REFUSED, "The server does not offer " + command + instead);
    }

    /** @return the peer speaks the protocol, and declined */
    static UpgradeFailedException refused(String what, String said) {
        return new UpgradeFailedException(
                Kind.STARTTLS_REFUSED, "The server refused " + what + ": " + Words.quoted(said));
    }

    Failure failure() {
        return failure;
    }
}
