package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Cause;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The advice for every phase, kind and cause of a failure fits what happened. */
class FailureAdviceTest {

    /** Words of advice that would be about another phase than the one that failed. */
    private static final Map<Phase, List<String>> STRANGE = Map.of(
            Phase.DNS, List.of("port", "starttls", "handshake", "tls", "certificate", "firewall", "path"),
            Phase.CONNECT, List.of("starttls", "handshake", "tls", "certificate", "server name", "http"),
            Phase.STARTTLS, List.of("server name", "cipher", "tls library", "firewall", "handshake", "http"),
            Phase.TLS, List.of("starttls", "firewall silently", "path", "http", "dns", "name servers"),
            Phase.REQUEST, List.of("starttls", "firewall", "cipher", "tls library", "dns", "server name"),
            Phase.TTFB, List.of("starttls", "firewall", "cipher", "tls library", "dns", "server name"),
            Phase.DOWNLOAD, List.of("starttls", "firewall", "cipher", "tls library", "dns", "server name"));

    static Stream<Arguments> failures() {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase != Phase.TOTAL)
                .flatMap(phase -> Arrays.stream(Kind.values())
                        .flatMap(kind -> Arrays.stream(Cause.values()).map(cause -> Arguments.of(phase, kind, cause))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void adviceIsAboutThePhaseThatFailed(Phase phase, Kind kind, Cause cause) {
        String advice = advice(phase, kind, cause);

        assertThat(advice).matches("[A-Z].+[.]");
        List<String> strange = kind == Kind.STARTTLS_REFUSED
                ? STRANGE.get(phase).stream()
                        .filter(word -> !word.equals("handshake"))
                        .toList()
                : STRANGE.get(phase);
        assertThat(strange)
                .allSatisfy(word -> assertThat(advice.toLowerCase(Locale.ROOT)).doesNotContain(word));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DNS | NAME_NOT_FOUND | UNKNOWN | A or AAAA record",
                "DNS | NAME_LOOKUP_FAILED | UNKNOWN | name servers of the domain",
                "DNS | TIMEOUT | UNKNOWN | name servers of the domain",
                "CONNECT | ADDRESS_REFUSED_BY_POLICY | UNKNOWN | FLEET_ALLOW_NETWORKS",
                "CONNECT | CONNECTION_REFUSED | UNKNOWN | correct the port",
                "CONNECT | TIMEOUT | UNKNOWN | firewall silently drops",
                "CONNECT | UNREACHABLE | UNKNOWN | security groups",
                "STARTTLS | STARTTLS_REFUSED | UNKNOWN | Enable STARTTLS",
                "STARTTLS | STARTTLS_REFUSED | SESSION_REFUSED | Read the server's reply",
                "STARTTLS | STARTTLS_REFUSED | TEMPORARY | not available for the moment",
                "STARTTLS | TIMEOUT | UNKNOWN | Check the load of the service",
                "STARTTLS | CLOSED_BY_PEER | UNKNOWN | limits for clients",
                "STARTTLS | PROTOCOL_ERROR | UNKNOWN | Correct the scheme or the port",
                "TLS | ALERT_RECEIVED | UNKNOWN | reason of this alert",
                "TLS | ALERT_RECEIVED | CLIENT_CERTIFICATE | present a client certificate",
                "TLS | ALERT_RECEIVED | SERVER_NAME | server name of the target",
                "TLS | NO_COMMON_PARAMETERS | OFFER | let the target offer what the message names",
                "TLS | PROTOCOL_ERROR | KEY_TOO_LARGE | of usual size",
                "TLS | TIMEOUT | UNKNOWN | did not finish the handshake in time",
                "TLS | NOT_TLS | UNKNOWN | enable TLS on it",
                "TTFB | CLOSED_BY_PEER | UNKNOWN | ended after TLS was ready",
                "TTFB | HTTP_ERROR | UNKNOWN | expected status",
                "TTFB | ALERT_RECEIVED | RENEGOTIATION | never renegotiates",
                "TTFB | PROTOCOL_ERROR | ENDLESS | never ends",
                "DOWNLOAD | TIMEOUT | UNKNOWN | whether the service ever ends it",
                "DOWNLOAD | CONNECTION_RESET | UNKNOWN | before the answer was complete",
            })
    void adviceFitsTheCause(Phase phase, Kind kind, Cause cause, String expected) {
        assertThat(advice(phase, kind, cause)).contains(expected);
    }

    private static String advice(Phase phase, Kind kind, Cause cause) {
        return FailureFindings.of(new Failure(phase, kind, "What happened", cause))
                .advice();
    }
}
