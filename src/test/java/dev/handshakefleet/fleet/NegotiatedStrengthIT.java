package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.revocation.OcspDraft;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.Probers;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.DHStandardGroups;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers, probed and judged by the versions and suites that they negotiate and the OCSP responses that they staple. */
class NegotiatedStrengthIT {

    private static final String HOST = "www.example.com";
    private static final Engine ENGINE = Engine.cold();

    @TempDir
    Path directory;

    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final LocalIdentity authority = LocalAuthority.intermediate("CA 1").issuedBy(root);

    @BeforeAll
    static void installed() {
        OpensslServer.assumeInstalled();
    }

    @Test
    void serverOfTodayHasNoFinding() throws IOException {
        assertThat(codes(probe(Map.of(), rsa(), "-tls1_3"))).isEmpty();
    }

    @Test
    void oldProtocolIsAFinding() throws IOException {
        assertThat(codes(probe(
                        Map.of("tls", Map.of("profile", "classic", "versions", List.of("1.1"))),
                        rsa(),
                        "-tls1_1",
                        "-cipher",
                        "ECDHE-RSA-AES128-SHA:@SECLEVEL=0")))
                .contains(FindingCode.WEAK_PROTOCOL);
    }

    @Test
    void staticRsaSuiteIsAFinding() throws IOException {
        assertThat(codes(probe(
                        Map.of("tls", Map.of("versions", List.of("1.2"))),
                        rsa(),
                        "-tls1_2",
                        "-cipher",
                        "AES128-GCM-SHA256")))
                .containsExactly(FindingCode.WEAK_CIPHER);
    }

    @Test
    void shortDiffieHellmanPrimeIsAFinding() throws IOException {
        DHGroup oakley = DHStandardGroups.rfc2409_1024;
        byte[] der = new DHParameter(oakley.getP(), oakley.getG(), 0).getEncoded();
        String encoded = Base64.getMimeEncoder().encodeToString(der);
        Path parameters = Files.writeString(
                directory.resolve("dh1024.pem"),
                "-----BEGIN DH PARAMETERS-----\n" + encoded + "\n-----END DH PARAMETERS-----\n");
        List<Finding> findings = probe(
                        Map.of(
                                "tls",
                                Map.of(
                                        "versions",
                                        List.of("1.2"),
                                        "ciphers",
                                        List.of("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"))),
                        rsa(),
                        "-tls1_2",
                        "-dhparam",
                        parameters.toString(),
                        "-cipher",
                        "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
                .verdict()
                .findings();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.WEAK_KEY);
            assertThat(finding.message()).contains("1024 bits");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void stapleIsVerifiedAndMissingStapleIsAFinding(String version) throws IOException {
        LocalIdentity owing =
                LocalAuthority.leaf("server").dns(HOST).mustStaple().issuedBy(authority);
        Path staple =
                Files.write(directory.resolve("staple.der"), new OcspDraft(owing, authority, Instant.now()).der());

        JudgedProbe stapled = probe(Map.of(), owing, version, "-status_file", staple.toString());
        assertThat(codes(stapled)).isEmpty();
        assertThat(stapled.revocations().values())
                .singleElement()
                .isInstanceOfSatisfying(
                        Revocation.Good.class, good -> assertThat(good.source()).isEqualTo(Revocation.Source.STAPLE));
        assertThat(codes(probe(Map.of(), owing, version))).containsExactly(FindingCode.STAPLE_MISSING);
    }

    private LocalIdentity rsa() {
        return LocalAuthority.leaf("server").key(KeyKind.RSA_2048).dns(HOST).issuedBy(authority);
    }

    private JudgedProbe probe(Map<String, Object> fields, LocalIdentity identity, String... options)
            throws IOException {
        String key = Files.writeString(directory.resolve("key.pem"), identity.keyPem())
                .toString();
        String chain = Files.writeString(directory.resolve("chain.pem"), identity.chainPem())
                .toString();
        String above = Files.writeString(
                        directory.resolve("above.pem"), LocalIdentity.pem(List.of(authority.certificate())))
                .toString();
        List<String> all = new ArrayList<>(List.of("-key", key, "-cert", chain, "-cert_chain", above));
        all.addAll(Arrays.asList(options));
        TrustStore trust = TrustStore.of("test", root.path());
        NameResolver loopback = FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral("127.0.0.1")));
        Prober prober = Probers.patient(loopback, ENGINE);
        try (OpensslServer server = OpensslServer.start(directory, all)) {
            Map<String, Object> written = new HashMap<>(fields);
            written.putAll(Map.of("host", HOST, "port", server.port(), "sla", Map.of("tls", "PT30S")));
            Target target = new TargetReader(TargetDefaults.BUILT_IN).read(written);
            return new Judge(trust).judge(prober.probe(target).getFirst(), Instant.now());
        }
    }

    private static List<FindingCode> codes(JudgedProbe judged) {
        return judged.verdict().findings().stream().map(Finding::code).toList();
    }
}
