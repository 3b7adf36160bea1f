package dev.handshakefleet.verdict;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;

/** The finding about a probe with a failed handshake or a failed HTTP exchange. */
final class FailureFindings {

    private FailureFindings() {}

    static Finding of(Failure failure) {
        String message = "Failed in phase %s with %s: %s"
                .formatted(failure.phase().failureLabel(), failure.kind(), failure.detail());
        return new Finding(code(failure.phase()), Severity.CRITICAL, message, advice(failure.kind()));
    }

    private static FindingCode code(Phase phase) {
        return switch (phase) {
            case REQUEST, TTFB, DOWNLOAD -> FindingCode.HTTP_FAILED;
            case DNS, CONNECT, STARTTLS, TLS, TOTAL -> FindingCode.HANDSHAKE_FAILED;
        };
    }

    private static String advice(Failure.Kind kind) {
        return switch (kind) {
            case NAME_NOT_FOUND ->
                "Check the spelling of the host and that its A or AAAA record exists in the zone that answers here.";
            case NAME_LOOKUP_FAILED ->
                "Check the name servers of the domain and the resolver of the network that the probe runs in.";
            case ADDRESS_REFUSED_BY_POLICY ->
                "Add the address range to FLEET_ALLOW_NETWORKS if the fleet is meant to probe it; otherwise correct the"
                        + " DNS record.";
            case CONNECTION_REFUSED ->
                "Start the service or correct the port: the host answers, but nothing accepts connections there.";
            case CONNECTION_RESET ->
                "Look at the server's log and at firewalls or load balancers in between: one of them cut the connection.";
            case UNREACHABLE -> "Check routes, security groups and firewalls between the probe and the address.";
            case TIMEOUT ->
                "Check that the host is up, not overloaded, and that no firewall silently drops the packets to its port.";
            case CLOSED_BY_PEER ->
                "Look at the server's log: it ended the connection before the handshake was done, which a wrong server"
                        + " name or a connection limit can cause.";
            case ALERT_RECEIVED ->
                "Look at the server's log for the reason of this alert; check protocol versions, cipher suites and the"
                        + " server name.";
            case PROTOCOL_ERROR ->
                "Try the server with another TLS client; if that fails too, update the server's TLS library.";
            case NO_COMMON_PARAMETERS ->
                "Enable TLS 1.2 or 1.3 with a current cipher suite and key exchange group on the server.";
            case STARTTLS_REFUSED ->
                "Enable STARTTLS on the service, and check that it has a certificate and may use it.";
            case HTTP_ERROR -> "Look at the log of the service for this path; correct the path or the expected status.";
            case NOT_TLS -> "Correct the port, or enable TLS on it: the service there does not speak TLS.";
        };
    }
}
