package dev.handshakefleet.verdict;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;

/**
 * The finding about a probe with a failed handshake or a failed HTTP exchange. Its advice depends on the phase, the kind and
 * the cause of the failure, so that it fits what happened. Pure.
 */
final class FailureFindings {

    private FailureFindings() {}

    static Finding of(Failure failure) {
        String message = "Failed in phase %s with %s: %s"
                .formatted(failure.phase().failureLabel(), failure.kind(), failure.detail());
        return new Finding(code(failure.phase()), Severity.CRITICAL, message, advice(failure));
    }

    private static FindingCode code(Phase phase) {
        return switch (phase) {
            case REQUEST, TTFB, DOWNLOAD -> FindingCode.HTTP_FAILED;
            case DNS, CONNECT, STARTTLS, TLS, TOTAL -> FindingCode.HANDSHAKE_FAILED;
        };
    }

    private static String advice(Failure failure) {
        return switch (failure.phase()) {
            case DNS -> ofLookup(failure.kind());
            case CONNECT -> ofConnect(failure.kind());
            case STARTTLS -> ofUpgrade(failure);
            case TLS, TOTAL -> ofHandshake(failure);
            case REQUEST, TTFB, DOWNLOAD -> ofHttp(failure);
        };
    }

    private static String ofLookup(Failure.Kind kind) {
        return kind == Failure.Kind.NAME_NOT_FOUND
                ? "Check the spelling of the host and that its A or AAAA record exists in the zone that answers here."
                : "Check the name servers of the domain and the resolver of the network that the probe runs in.";
    }

    private static String ofConnect(Failure.Kind kind) {
        return switch (kind) {
            case ADDRESS_REFUSED_BY_POLICY ->
                "Add the address range to FLEET_ALLOW_NETWORKS if the fleet is meant to probe it; otherwise correct the"
                        + " DNS record.";
            case CONNECTION_REFUSED ->
                "Start the service or correct the port: the host answers, but nothing accepts connections there.";
            case TIMEOUT ->
                "Check that the host is up, not overloaded, and that no firewall silently drops the packets to its port.";
            default -> "Check routes, security groups and firewalls between the probe and the address.";
        };
    }

    private static String ofUpgrade(Failure failure) {
        return switch (failure.kind()) {
            case STARTTLS_REFUSED ->
                switch (failure.cause()) {
                    case SESSION_REFUSED ->
                        "Read the server's reply: it refuses the session before TLS is asked for, for example by a limit of"
                                + " connections, a block list or maintenance.";
                    case TEMPORARY ->
                        "Look at the server's log for the reason why TLS is not available for the moment, and try again.";
                    default -> "Enable STARTTLS on the service, and check that it has a certificate and may use it.";
                };
            case TIMEOUT ->
                "Check the load of the service: it accepts connections and does not answer in clear text in time.";
            case CLOSED_BY_PEER, CONNECTION_RESET ->
                "Look at the log of the service and at its limits for clients: the connection ended before TLS was agreed.";
            default -> "Correct the scheme or the port of the target: the service there answers in another protocol.";
        };
    }

    private static String ofHandshake(Failure failure) {
        return switch (failure.cause()) {
            case OFFER ->
                "Enable TLS 1.2 or 1.3 with current parameters on the server, or let the target offer what the message names.";
            case KEY_TOO_LARGE ->
                "Give the server a key and a key exchange group of usual size, such as EC P-256, RSA 2048 to 4096 with the exponent"
                        + " 65537, and x25519.";
            case SERVER_NAME -> "Configure the server for the server name, or correct the server name of the target.";
            case CLIENT_CERTIFICATE ->
                "Let the target present a client certificate that the server accepts (--cert, clientCertificate).";
            default -> ofUnexplainedHandshake(failure.kind());
        };
    }

    private static String ofUnexplainedHandshake(Failure.Kind kind) {
        return switch (kind) {
            case CONNECTION_RESET ->
                "Look at the server's log and at firewalls or load balancers in between: one of them cut the connection.";
            case TIMEOUT ->
                "Check that the server is not overloaded, and that it expects a TLS handshake at once on this port: it accepted the"
                        + " connection and did not finish the handshake in time.";
            case CLOSED_BY_PEER ->
                "Look at the server's log: it ended the connection before the handshake was done, which a wrong server"
                        + " name or a connection limit can cause.";
            case ALERT_RECEIVED ->
                "Look at the server's log for the reason of this alert; check protocol versions, cipher suites and the"
                        + " server name.";
            case NO_COMMON_PARAMETERS ->
                "Enable TLS 1.2 or 1.3 with a current cipher suite and key exchange group on the server.";
            case NOT_TLS -> "Correct the port, or enable TLS on it: the service there does not speak TLS.";
            default -> "Try the server with another TLS client; if that fails too, update the server's TLS library.";
        };
    }

    private static String ofHttp(Failure failure) {
        return switch (failure.cause()) {
            case RENEGOTIATION ->
                "Let the server request the client certificate in its first handshake, or offer TLS 1.3: a probe never"
                        + " renegotiates.";
            case ENDLESS -> "Correct the path: the answer there is longer than a probe reads, or never ends.";
            case CLIENT_CERTIFICATE ->
                "Let the target present a client certificate that the server accepts (--cert, clientCertificate).";
            default -> ofUnexplainedHttp(failure);
        };
    }

    private static String ofUnexplainedHttp(Failure failure) {
        return switch (failure.kind()) {
            case HTTP_ERROR -> "Look at the log of the service for this path; correct the path or the expected status.";
            case TIMEOUT ->
                failure.phase() == Phase.DOWNLOAD
                        ? "Check the size of the answer for this path, and whether the service ever ends it."
                        : "Check what the service does for this path before it answers: TLS was ready in time.";
            case CLOSED_BY_PEER, CONNECTION_RESET ->
                "Look at the log of the service for this path: the connection ended after TLS was ready and before the answer"
                        + " was complete.";
            default -> "Check what serves this path: its answer is not valid HTTP.";
        };
    }
}
