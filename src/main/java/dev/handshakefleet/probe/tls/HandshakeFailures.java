package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** Turns the exception or alert that ended a handshake into a failure. */
final class HandshakeFailures {

    /** The description of a message that is shorter than its fields. */
    static final String CUT_SHORT = "The server sent a TLS message that ends too early";

    private static final int MOST_SHOWN = 160;

    private HandshakeFailures() {}

    /**
     * @param received the alert of level warning that ended the session; empty if there was none
     */
    static Failure of(Exception failure, Optional<Short> received, Deadline deadline) {
        if (received.isPresent()) {
            return tls(Kind.ALERT_RECEIVED, received(received.get()));
        }
        return switch (failure) {
            case TlsFatalAlertReceived alert -> tls(Kind.ALERT_RECEIVED, received(alert.getAlertDescription()));
            case RefusedKeyAlert refused -> ofRefusedKey(refused.sentence());
            case TlsFatalAlert alert -> raisedByUs(alert);
            case SocketTimeoutException late -> tls(Kind.TIMEOUT, "The server did not finish the handshake in time");
            // Thrown by a parser: an end of the connection is detected before anything is parsed.
            case EOFException cut -> tls(Kind.PROTOCOL_ERROR, CUT_SHORT);
            case SocketException reset
            when deadline.hasPassed() -> tls(Kind.TIMEOUT, "The server did not finish the handshake in time");
            case SocketException reset ->
                tls(Kind.CONNECTION_RESET, "The connection was reset in the middle of the handshake");
            default -> tls(Kind.PROTOCOL_ERROR, "The server broke the protocol: " + shown(failure));
        };
    }

    /** @param reason names the size of the group and the limit */
    static Failure ofRefusedGroup(String reason) {
        return ofRefusedKey("The server's key exchange cannot be computed: " + reason);
    }

    private static Failure ofRefusedKey(String detail) {
        return new Failure(Phase.TLS, Kind.PROTOCOL_ERROR, detail, Failure.Cause.KEY_TOO_LARGE);
    }

    private static String received(short alert) {
        String text = AlertDescription.getText(alert);
        return alert == AlertDescription.close_notify
                ? "The server ended the session in the middle of the handshake with " + text
                : "The server refused with " + text;
    }

    /** An alert of our side reports an error of the server, or that there are no common parameters. */
    private static Failure raisedByUs(TlsFatalAlert alert) {
        String text = AlertDescription.getText(alert.getAlertDescription());
        return switch (alert.getAlertDescription()) {
            case AlertDescription.protocol_version ->
                tls(
                        Kind.NO_COMMON_PARAMETERS,
                        "The server chose a TLS version that was not offered; the probe refused it with " + text);
            case AlertDescription.handshake_failure, AlertDescription.insufficient_security ->
                tls(
                        Kind.NO_COMMON_PARAMETERS,
                        "The server's choice of parameters does not fit the offer; the probe refused it with " + text);
            case AlertDescription.decrypt_error ->
                tls(Kind.PROTOCOL_ERROR, "The server's signature or Finished does not verify: " + text);
            default -> tls(Kind.PROTOCOL_ERROR, "The server broke the protocol: " + shown(alert) + cause(alert));
        };
    }

    private static String cause(TlsFatalAlert alert) {
        return alert.getCause() == null ? "" : " (" + shown(alert.getCause()) + ")";
    }

    private static String shown(Throwable failure) {
        return SafeText.message(String.valueOf(failure.getMessage()), MOST_SHOWN);
    }

    private static Failure tls(Kind kind, String detail) {
        return new Failure(Phase.TLS, kind, detail);
    }
}
