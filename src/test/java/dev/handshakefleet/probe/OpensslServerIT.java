package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine against a real OpenSSL server. Skipped where {@code openssl} is not installed. */
class OpensslServerIT {

    private static final Engine ENGINE = Engine.warm();

    @TempDir
    private static Path directory;

    private static LocalIdentity identity;

    @BeforeAll
    static void anIdentityForTheServer() throws IOException {
        OpensslServer.assumeInstalled();
        identity = LocalhostIdentity.issued();
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
    }

    @Test
    void tls13IsNegotiated() throws IOException {
        TlsFacts tls = facts(probe());

        assertThat(tls.version()).contains("TLSv1.3");
        assertThat(tls.helloRetryRequest()).isFalse();
        assertThat(tls.alpn()).isEmpty();
    }

    @Test
    void helloRetryRequestIsReported() throws IOException {
        TlsFacts tls = facts(probe("-groups", "P-384"));

        assertThat(tls.helloRetryRequest()).isTrue();
        assertThat(tls.group()).contains("secp384r1");
        assertThat(tls.steps())
                .extracting(HandshakeStep::name)
                .startsWith("ClientHello", "HelloRetryRequest", "ClientHello", "ServerHello");
    }

    @Test
    void tls12WithChaChaIsNegotiated() throws IOException {
        TlsFacts tls = facts(probe("-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"));

        assertThat(tls.version()).contains("TLSv1.2");
        assertThat(tls.cipher()).contains("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
    }

    @Test
    void applicationProtocolIsNegotiated() throws IOException {
        assertThat(facts(probe("-alpn", "h2")).alpn()).contains("h2");
    }

    @Test
    void optionalClientCertificateDoesNotEndTheHandshake() throws IOException {
        ProbeResult result = probe("-verify", "1");

        assertThat(result.failure()).isEmpty();
        assertThat(facts(result).steps())
                .filteredOn(step -> step.from() == HandshakeStep.Sender.CLIENT)
                .extracting(HandshakeStep::name)
                .containsExactly("ClientHello", "Certificate", "Finished");
    }

    @Test
    void serverOfTls11OnlyIsReportedWithItsAlert() throws IOException {
        ProbeResult result = probe("-tls1_1", "-cipher", "ALL:@SECLEVEL=0");

        assertThat(result.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.phase()).isEqualTo(Phase.TLS);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.ALERT_RECEIVED);
            assertThat(failure.detail()).contains("protocol_version(70)");
        });
    }

    private static TlsFacts facts(ProbeResult result) {
        assertThat(result.failure()).isEmpty();
        assertThat(result.presentedChain().getFirst())
                .isEqualTo(identity.chainDer().getFirst());
        return result.tls().orElseThrow();
    }

    /** Starts a server with those options, probes it and ends it. */
    private static ProbeResult probe(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "-key",
                directory.resolve("key.pem").toString(),
                "-cert",
                directory.resolve("chain.pem").toString()));
        all.addAll(List.of(options));
        try (OpensslServer server = OpensslServer.start(directory, all)) {
            Prober prober = Probers.patient(NameResolver.ofSystem(), ENGINE);
            return prober.probe(new TargetReader(TargetDefaults.BUILT_IN).read("localhost:" + server.port()))
                    .getFirst();
        }
    }
}
