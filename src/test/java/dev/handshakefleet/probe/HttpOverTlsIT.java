package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole of a request over a real TLS connection, to the JDK's server, and every address of a name. */
class HttpOverTlsIT {

    private static final Engine ENGINE = Engine.cold();

    private static HttpsServer server;

    @BeforeAll
    static void aServer() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 5);
        server.setHttpsConfigurator(
                new HttpsConfigurator(LocalhostIdentity.issued().serverContext()));
        server.createContext("/health", exchange -> {
            byte[] body = new byte[200_000];
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void end() {
        server.stop(0);
    }

    @Test
    void requestFirstByteAndDownloadAreTimedAfterTheHandshake() {
        ProbeResult result = probe(Map.of("http", "/health")).getFirst();

        assertThat(result.failure()).isEmpty();
        assertThat(result.http()).contains(new HttpFacts("HTTP/1.1", 200, 200_000));
        assertThat(result.phases()).containsKeys(Phase.TLS, Phase.REQUEST, Phase.TTFB, Phase.DOWNLOAD, Phase.TOTAL);
        Duration parts = result.phases().entrySet().stream()
                .filter(phase -> phase.getKey() != Phase.TOTAL)
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(result.phases().get(Phase.TOTAL)).isGreaterThanOrEqualTo(parts.minusMillis(1));
    }

    @Test
    void unexpectedStatusFailsTheExchangeAndKeepsTheHandshake() {
        ProbeResult result = probe(Map.of("http", "/nothing-here")).getFirst();

        assertThat(result.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.HTTP_ERROR);
            assertThat(failure.phase().failureLabel()).isEqualTo("http");
            assertThat(failure.detail()).isEqualTo("HTTP 404, expected 200-399");
        });
        assertThat(result.phases()).containsKey(Phase.TLS);
        assertThat(result.tls()).isPresent();
    }

    @Test
    void sessionIsResumedOverAnotherConnection() {
        ProbeResult result =
                probe(Map.of("http", "/health", "resumption", true)).getFirst();

        assertThat(result.tls().orElseThrow().resumed()).isFalse();
        assertThat(result.resumption()).hasValueSatisfying(second -> {
            assertThat(second.problem()).isEmpty();
            assertThat(second.took().orElseThrow()).isPositive();
            assertThat(second.tls().orElseThrow().resumed()).isTrue();
        });
    }

    @Test
    void eachAddressOfANameHasItsOwnResult() {
        NameResolver two = FixedNames.ipv4(
                host -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2")));

        List<ProbeResult> results = probe(two, Map.of("addresses", "all"));

        assertThat(results)
                .extracting(result -> result.address().orElseThrow().getHostAddress())
                .containsExactly("127.0.0.1", "127.0.0.2");
        assertThat(results.getFirst().failure()).isEmpty();
        assertThat(results.getLast().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CONNECTION_REFUSED);
        assertThat(results).allSatisfy(result -> assertThat(result.phases()).containsKey(Phase.DNS));
    }

    @Test
    void missingAddressFamilyIsNamed() {
        NameResolver onlyIpv4 = FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral("127.0.0.1")));

        Failure failure = probe(onlyIpv4, Map.of("addresses", "ipv6"))
                .getFirst()
                .failure()
                .orElseThrow();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.NAME_NOT_FOUND);
        assertThat(failure.detail()).isEqualTo("The name has no IPv6 address (AAAA: NODATA)");
    }

    private static List<ProbeResult> probe(Map<String, ?> overrides) {
        return probe(FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral("127.0.0.1"))), overrides);
    }

    private static List<ProbeResult> probe(NameResolver resolver, Map<String, ?> overrides) {
        Prober prober = Probers.patient(resolver, ENGINE);
        return prober.probe(new TargetReader(TargetDefaults.BUILT_IN)
                .readAll(List.of("localhost:" + server.getAddress().getPort()), overrides)
                .targets()
                .getFirst());
    }
}
