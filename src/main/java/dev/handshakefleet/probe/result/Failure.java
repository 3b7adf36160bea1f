package dev.handshakefleet.probe.result;

import dev.handshakefleet.target.Phase;
import java.util.Objects;

/**
 * Why a probe did not get to the end of its handshake.
 *
 * @param phase in which phase it ended
 * @param kind the stable name of the reason
 * @param detail one plain sentence; an alert keeps its name and number, such as {@code handshake_failure(40)}
 */
public record Failure(Phase phase, Kind kind, String detail) {

    /** The reasons a probe can fail for; stable names of the result contract. */
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
