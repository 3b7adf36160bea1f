package dev.handshakefleet.probe.result;

import dev.handshakefleet.target.Phase;
import java.util.Objects;

/**
 * The reason for which a probe did not complete.
 *
 * @param phase the phase that failed
 * @param kind the stable name of the reason
 * @param detail one plain sentence; a TLS alert appears with its name and number, such as {@code handshake_failure(40)}
 * @param cause what is known of the reason beyond phase and kind; advice depends on it
 */
public record Failure(Phase phase, Kind kind, String detail, Cause cause) {

    /** A finer reason than the kind, where it calls for other advice. */
    public enum Cause {
        /** Nothing more is known than phase and kind. */
        UNKNOWN,
        /** The service refused the session before TLS was asked for, for example by a connection limit. */
        SESSION_REFUSED,
        /** The service refused TLS for the moment, as its reply says. */
        TEMPORARY,
        /** The server sent more than the limit of this probe, or sent without an end. */
        ENDLESS,
        /** A key or a Diffie-Hellman group of the server is larger than what this probe computes with. */
        KEY_TOO_LARGE,
        /** The server asked for a renegotiation of TLS. */
        RENEGOTIATION,
        /** The handshake completes with another ClientHello; the detail says with which. */
        OFFER,
        /** The handshake completes with another server name or without one; the detail says so. */
        SERVER_NAME,
        /** The server asked for a client certificate and then ended the connection. */
        CLIENT_CERTIFICATE
    }

    /** The reasons for which a probe can fail. The names are stable: they are part of the JSON result. */
    public enum Kind {
        NAME_NOT_FOUND,
        NAME_LOOKUP_FAILED,
        ADDRESS_REFUSED_BY_POLICY,
        CONNECTION_REFUSED,
        CONNECTION_RESET,
        UNREACHABLE,
        TIMEOUT,
        CLOSED_BY_PEER,
        ALERT_RECEIVED,
        PROTOCOL_ERROR,
        NO_COMMON_PARAMETERS,
        STARTTLS_REFUSED,
        NOT_TLS,
        HTTP_ERROR
    }

    public Failure {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(cause, "cause");
    }

    /** A failure of which nothing more is known than phase and kind. */
    public Failure(Phase phase, Kind kind, String detail) {
        this(phase, kind, detail, Cause.UNKNOWN);
    }

    /** Returns the same failure with another sentence at the end of its detail. */
    public Failure withDetail(String sentence) {
        return new Failure(phase, kind, detail + ". " + sentence, cause);
    }

    /** Returns the same failure with another cause. */
    public Failure withCause(Cause known) {
        return new Failure(phase, kind, detail, known);
    }
}
