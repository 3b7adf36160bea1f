package dev.handshakefleet.probe.result;

import dev.handshakefleet.target.Phase;
import java.util.Objects;

/**
 * The reason for which a probe did not complete.
 *
 * @param phase the phase that failed
 * @param kind the stable name of the reason
 * @param detail one plain sentence; a TLS alert appears with its name and number, such as {@code handshake_failure(40)}
 */
public record Failure(Phase phase, Kind kind, String detail) {

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
    }
}
