package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that misbehave behind the encryption: in the certificate, and once hands are shaken. */
class MisbehavingSessionsIT {

    private static final Engine ENGINE = Engine.cold();

    /** A probe with this limit cannot end by it: JUnit ends the test first. */
    private static final Duration UNTIL_LONG_AFTER_THE_TEST = Duration.ofMinutes(10);

    private static LocalIdentity identity;

    /** A flood after the handshake, and a part of the text of the failure. */
    record Flood(String name, ProtocolVersion version, MisbehavingTlsServer.Manners manners, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void anIdentity() {
        identity = LocalAuthority.leaf("localhost")
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Root").selfSigned());
    }

    static Stream<Flood> floods() {
        byte[] ticket = hex("04000016" + "00001c20" + "00000000" + "0100" + "0008" + "1122334455667788" + "0000");
        String tooMuch = "without a byte of application data";
        return Stream.of(
                new Flood(
                        "tickets",
                        ProtocolVersion.TLSv13,
                        session -> session.flood(ContentType.handshake, ticket),
                        "more than 16 tickets"),
                new Flood(
                        "a ticket that is cut short",
                        ProtocolVersion.TLSv13,
                        session -> session.flood(ContentType.handshake, hex("04000002ffff")),
                        "a TLS message that ends too early"),
                new Flood(
                        "key updates",
                        ProtocolVersion.TLSv13,
                        MisbehavingTlsServer.Session::floodWithKeyUpdates,
                        tooMuch),
                new Flood(
                        "empty records",
                        ProtocolVersion.TLSv13,
                        session -> session.flood(ContentType.application_data),
                        tooMuch),
                new Flood(
                        "empty records, TLS 1.2",
                        ProtocolVersion.TLSv12,
                        session -> session.flood(ContentType.application_data),
                        tooMuch),
                new Flood(
                        "renegotiation",
                        ProtocolVersion.TLSv12,
                        session -> session.flood(ContentType.handshake, hex("00000000")),
                        tooMuch),
                new Flood(
                        "warning alerts",
                        ProtocolVersion.TLSv12,
                        session -> session.flood(ContentType.alert, hex("015a")),
                        tooMuch));
    }

    @ParameterizedTest
    @MethodSource("floods")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void floodAfterTheHandshakeEndsTheExchangeAndKeepsTheHandshake(Flood flood) throws IOException {
        try (MisbehavingTlsServer server = new MisbehavingTlsServer(identity, flood.version(), flood.manners())) {
            ProbeResult result = probe(server, Map.of("http", "/", "tls", Map.of("alpn", List.of())));

            assertThat(result.phases()).containsKey(Phase.TLS);
            Failure failure = result.failure().orElseThrow();
            assertThat(failure.phase().failureLabel()).isEqualTo("http");
            assertThat(failure.detail()).contains(flood.text());
        }
    }

    @ParameterizedTest
    @MethodSource("floods")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void floodInsteadOfATicketEndsTheWaitForTickets(Flood flood) throws IOException {
        try (MisbehavingTlsServer server = new MisbehavingTlsServer(identity, flood.version(), flood.manners())) {
            ProbeResult result = probe(server, Map.of("resumption", true));

            assertThat(result.failure()).isEmpty();
        }
    }

    @Test
    void chainOf64CertificatesIsRefused() throws IOException {
        for (ProtocolVersion version : new ProtocolVersion[] {ProtocolVersion.TLSv12, ProtocolVersion.TLSv13}) {
            try (MisbehavingTlsServer server =
                    new MisbehavingTlsServer(identity, version, session -> {}).withChainOf(64)) {
                Failure failure = probe(server, Map.of()).failure().orElseThrow();

                assertThat(failure.kind()).isEqualTo(Failure.Kind.PROTOCOL_ERROR);
                assertThat(failure.detail()).contains("longer than maximum (20)");
            }
        }
    }

    /** The compression bomb of RFC 8879: 90 bytes that announce 16 MB. Compression was not offered. */
    @Test
    void compressedCertificateIsNotDecompressed() throws IOException {
        byte[] bomb = hex("19000062" + "0001" + "ffffff" + "00005a" + "00".repeat(90));
        try (MisbehavingTlsServer server = new MisbehavingTlsServer(identity, ProtocolVersion.TLSv13, session -> {})
                .withMessageInsteadOfCertificate(bomb)) {
            Failure failure = probe(server, Map.of()).failure().orElseThrow();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.PROTOCOL_ERROR);
            assertThat(failure.detail()).contains("unexpected_message");
        }
    }

    private static ProbeResult probe(MisbehavingTlsServer server, Map<String, ?> settings) {
        return new Prober(
                        NameResolver.ofSystem(),
                        EgressPolicy.anyAddress(),
                        ProbeLimits.ofTotal(UNTIL_LONG_AFTER_THE_TEST),
                        ENGINE,
                        ClientIdentities.none(),
                        Clock.systemUTC())
                .probe(new TargetReader(TargetDefaults.BUILT_IN)
                        .readAll(List.of("localhost:" + server.port()), settings)
                        .targets()
                        .getFirst())
                .getFirst();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
