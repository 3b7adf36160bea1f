package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;

/** Ends a dialogue early. It never leaves this package: {@link StartTls} turns it into a {@code Failure}. */
final class UpgradeFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    UpgradeFailedException(Kind kind, String detail) {
        super(detail, null, false, false);
        this.failure = new Failure(Phase.STARTTLS, kind, detail);
    }

    /** @return the failure of a peer that speaks the protocol but does not offer TLS */
    static UpgradeFailedException notOffered(String command, String offered) {
        String instead = offered.isBlank() ? "" : "; it offers " + SafeText.quoted(offered);
        return new UpgradeFailedException(Kind.STARTTLS_REFUSED, "The server does not offer " + command + instead);
    }

    /** @return the failure of a peer that speaks the protocol and refuses a command */
    static UpgradeFailedException refused(String what, String reply) {
        return new UpgradeFailedException(
                Kind.STARTTLS_REFUSED, "The server refused " + what + ": " + SafeText.quoted(reply));
    }

    Failure failure() {
        return failure;
    }
}
