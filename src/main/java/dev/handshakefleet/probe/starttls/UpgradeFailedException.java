package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Cause;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;

/** Ends a dialogue early. It never leaves this package: {@link StartTls} turns it into a {@code Failure}. */
final class UpgradeFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    UpgradeFailedException(Kind kind, String detail) {
        this(kind, detail, Cause.UNKNOWN);
    }

    private UpgradeFailedException(Kind kind, String detail, Cause cause) {
        super(detail, null, false, false);
        this.failure = new Failure(Phase.STARTTLS, kind, detail, cause);
    }

    /** @return the failure of a peer that speaks the protocol but does not offer TLS */
    static UpgradeFailedException notOffered(String command, String offered) {
        String instead = offered.isBlank() ? "" : "; it offers " + SafeText.quoted(offered);
        return new UpgradeFailedException(Kind.STARTTLS_REFUSED, "The server does not offer " + command + instead);
    }

    /** @return the failure of a peer that speaks the protocol and refuses the command that asks for TLS */
    static UpgradeFailedException refused(String command, String reply) {
        return refused(command, reply, Cause.UNKNOWN);
    }

    /** @return the failure of a peer that refuses TLS for the moment, such as with 454 (RFC 3207, 4) */
    static UpgradeFailedException temporarilyRefused(String command, String reply) {
        return refused(command, reply, Cause.TEMPORARY);
    }

    /** @return the failure of a peer that refuses to talk at all, before TLS was asked for */
    static UpgradeFailedException sessionRefused(String what, String reply) {
        return refused(what, reply, Cause.SESSION_REFUSED);
    }

    private static UpgradeFailedException refused(String what, String reply, Cause cause) {
        return new UpgradeFailedException(
                Kind.STARTTLS_REFUSED, "The server refused " + what + ": " + SafeText.quoted(reply), cause);
    }

    Failure failure() {
        return failure;
    }
}
