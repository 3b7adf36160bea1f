package dev.handshakefleet.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.revocation.OcspDraft;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.egress.Network;
import dev.handshakefleet.fleet.ProbeRound;
import dev.handshakefleet.fleet.RoundOutcome;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.PointedTo;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Downloads after a probe, over real connections: issuers, OCSP responses, revocation lists. */
class ChainInquiryIT {

    @RegisterExtension
    static final FleetTables TABLES = new FleetTables();

    private static final Engine ENGINE = Engine.cold();
    private static final String HOST = "www.example.com";

    private final Instant now = Instant.now();
    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final PointedTo web = new PointedTo();
    private final LocalIdentity authority =
            LocalAuthority.intermediate("CA 1").crlAt(web.at("/root.crl")).issuedBy(root);

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void theIntermediateThatTheServerForgotIsFetchedAndNamed() throws Exception {
        web.put("/ca.cer", authority.certificate().getEncoded());
        LocalIdentity leaf = draft().issuerAt(web.at("/ca.cer")).issuedBy(authority);

        JudgedProbe judged = probe(leaf.presenting(leaf.certificate()), Map.of(), EgressPolicy.anyAddress());

        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.INCOMPLETE_CHAIN);
            assertThat(finding.message()).contains("'CN=CA 1', was not sent. Chrome, Edge");
        });
        assertThat(judged.chain().path()).hasSize(3);
        assertThat(judged.chain().path().get(1).sent()).isFalse();
        assertThat(web.asked()).containsExactly("GET /ca.cer");
    }

    @Test
    void theIntermediateOfAnUnknownRootIsFetchedAndTheRootIsUntrusted() throws Exception {
        LocalIdentity stranger = LocalAuthority.root("Stranger").selfSigned();
        LocalIdentity strange = LocalAuthority.intermediate("Strange CA")
                .issuerAt(web.at("/root.cer"))
                .issuedBy(stranger);
        web.put("/ca.cer", strange.certificate().getEncoded());
        web.put("/root.cer", stranger.certificate().getEncoded());
        LocalIdentity leaf = draft().issuerAt(web.at("/ca.cer")).issuedBy(strange);

        JudgedProbe judged = probe(leaf.presenting(leaf.certificate()), Map.of(), EgressPolicy.anyAddress());

        assertThat(codes(judged)).containsExactly(FindingCode.UNTRUSTED_ROOT);
        assertThat(web.asked()).containsExactly("GET /ca.cer", "GET /root.cer");
    }

    @Test
    void completeChainDownloadsNothing() {
        LocalIdentity leaf = draft().issuerAt(web.at("/ca.cer"))
                .ocspAt(web.at("/ocsp"))
                .crlAt(web.at("/ca.crl"))
                .issuedBy(authority);

        assertThat(codes(probe(leaf, Map.of(), EgressPolicy.anyAddress()))).isEmpty();
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void nothingIsFetchedFromWhereTheFunctionMayNotGo() throws Exception {
        web.put("/ca.cer", authority.certificate().getEncoded());
        LocalIdentity leaf = draft().issuerAt(web.at("/ca.cer")).issuedBy(authority);
        // The server's network is allowed; the address in its certificate is not.
        EgressPolicy onlyTheServer = EgressPolicy.publicAnd(List.of(Network.parse("network", "127.0.0.2/32")));
        try (LoopbackServer server =
                LoopbackServer.tlsAt(leaf.presenting(leaf.certificate()), new InetSocketAddress("127.0.0.2", 0))) {
            JudgedProbe judged = probe(server.port(), "127.0.0.2", Map.of(), onlyTheServer, AnswerCache.inMemory())
                    .getFirst();
            assertThat(codes(judged)).containsExactly(FindingCode.INCOMPLETE_CHAIN);
        }
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void malformedIssuerLeavesTheChainIncomplete() {
        web.put("/ca.cer", new byte[] {1, 2, 3});
        LocalIdentity leaf = draft().issuerAt(web.at("/ca.cer")).issuedBy(authority);
        assertThat(codes(probe(leaf.presenting(leaf.certificate()), Map.of(), EgressPolicy.anyAddress())))
                .containsExactly(FindingCode.INCOMPLETE_CHAIN);
    }

    @Test
    void theResponderIsAskedWhereTheTargetWantsIt() {
        LocalIdentity leaf = draft().ocspAt(web.at("/ocsp")).issuedBy(authority);
        web.put(
                "/ocsp",
                new OcspDraft(leaf, authority, now)
                        .status(new RevokedStatus(Date.from(now.minusSeconds(600)), CRLReason.keyCompromise))
                        .der());

        JudgedProbe judged = probe(leaf, Map.of("revocation", "ocsp"), EgressPolicy.anyAddress());

        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.REVOKED);
            assertThat(finding.message()).contains("keyCompromise", "the OCSP responder of its authority");
        });
        assertThat(web.asked()).containsExactly("POST /ocsp");
    }

    @Test
    void aResponderThatIsDownIsFollowedByTheListAndTheIntermediateIsAskedAboutToo() throws Exception {
        LocalIdentity leaf =
                draft().ocspAt(web.at("/ocsp")).crlAt(web.at("/ca.crl")).issuedBy(authority);
        web.put("/ca.crl", list(authority, List.of()));
        web.put("/root.crl", list(root, List.of(authority.certificate().getSerialNumber())));

        JudgedProbe judged = probe(leaf, Map.of("revocation", "both"), EgressPolicy.anyAddress());

        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.REVOKED);
            assertThat(finding.message()).startsWith("Intermediate certificate 'CN=CA 1' was revoked");
        });
        assertThat(web.asked()).containsExactly("POST /ocsp", "GET /ca.crl", "GET /root.crl");
        assertThat(judged.revocations().get(judged.chain().path().getFirst().sha256()))
                .isInstanceOfSatisfying(
                        Revocation.Good.class, good -> assertThat(good.source()).isEqualTo(Revocation.Source.CRL));
    }

    @Test
    void noAnswerWhereOneWasAskedForIsUnknown() {
        LocalIdentity leaf = draft().ocspAt(web.at("/ocsp")).issuedBy(authority);
        JudgedProbe judged = probe(leaf, Map.of("revocation", "ocsp"), EgressPolicy.anyAddress());
        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.REVOCATION_UNKNOWN);
            assertThat(finding.message()).contains("leaf certificate", "503");
        });
    }

    @Test
    void aCertificateThatNamesNobodyIsAFindingOnlyWhereOneIsRequired() throws Exception {
        LocalIdentity plain = LocalAuthority.leaf("plain")
                .dns(HOST)
                .issuedBy(LocalAuthority.intermediate("CA 2").issuedBy(root));
        assertThat(codes(probe(plain, Map.of("revocation", "both"), EgressPolicy.anyAddress())))
                .isEmpty();
        assertThat(codes(probe(
                        plain,
                        Map.of("revocation", Map.of("ocsp", true, "required", true)),
                        EgressPolicy.anyAddress())))
                .containsOnly(FindingCode.REVOCATION_UNKNOWN);
    }

    @Test
    void anAnswerIsKeptInTheTableForAllProcesses() throws Exception {
        LocalIdentity leaf = draft().ocspAt(web.at("/ocsp")).issuedBy(authority);
        web.put("/ocsp", new OcspDraft(leaf, authority, now).der());
        web.put("/root.crl", list(root, List.of()));
        try (LoopbackServer server = LoopbackServer.tls(leaf, "TLSv1.3")) {
            for (int process = 0; process < 3; process++) {
                AnswerCache cache = new AnswerCache(TABLES.client(), LocalTables.STATE);
                for (int run = 0; run < 2; run++) {
                    RoundOutcome outcome = round(
                            server.port(), "127.0.0.1", Map.of("revocation", "both"), EgressPolicy.anyAddress(), cache);
                    assertThat(codes(outcome.probed().getFirst())).isEmpty();
                    assertThat(outcome.problems()).isEmpty();
                }
            }
            assertThat(web.asked()).containsExactly("POST /ocsp", "GET /root.crl");

            AnswerCache tomorrow = new AnswerCache(TABLES.client(), LocalTables.STATE);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(leaf.certificate().getEncoded()));
            assertThat(tomorrow.revocation(sha256, now.plus(Duration.ofHours(23)))
                            .value())
                    .isPresent();
            assertThat(tomorrow.revocation(sha256, now.plus(Duration.ofHours(25)))
                            .value())
                    .isEmpty();
        }
    }

    @Test
    void aTableThatIsNotThereCostsAProblemAndNoAnswer() {
        LocalIdentity leaf = draft().ocspAt(web.at("/ocsp")).issuedBy(authority);
        web.put("/ocsp", new OcspDraft(leaf, authority, now).der());
        try (LoopbackServer server = LoopbackServer.tls(leaf, "TLSv1.3")) {
            AnswerCache cache = new AnswerCache(TABLES.client(), "no-such-table");
            RoundOutcome outcome =
                    round(server.port(), "127.0.0.1", Map.of("revocation", "ocsp"), EgressPolicy.anyAddress(), cache);
            assertThat(outcome.probed().getFirst().revocations()).hasSize(1);
            assertThat(codes(outcome.probed().getFirst())).isEmpty();
            assertThat(outcome.problems())
                    .anySatisfy(problem -> assertThat(problem).contains("could not be read"));
        }
    }

    @Test
    void aServerThatSignsWithAnotherKeyHasABadSignature() {
        LocalIdentity leaf = draft().issuedBy(authority);
        LocalIdentity other = draft().issuedBy(authority);
        LocalIdentity mismatched = new LocalIdentity(other.keyPair(), leaf.chain(), root.certificate());
        JudgedProbe judged = probe(mismatched, Map.of(), EgressPolicy.anyAddress());
        assertThat(codes(judged)).contains(FindingCode.BAD_SIGNATURE, FindingCode.HANDSHAKE_FAILED);
    }

    private JudgedProbe probe(LocalIdentity identity, Map<String, Object> fields, EgressPolicy egress) {
        try (LoopbackServer server = LoopbackServer.tls(identity, "TLSv1.3")) {
            return probe(server.port(), "127.0.0.1", fields, egress, AnswerCache.inMemory())
                    .getFirst();
        }
    }

    private List<JudgedProbe> probe(
            int port, String address, Map<String, Object> fields, EgressPolicy egress, AnswerCache cache) {
        return round(port, address, fields, egress, cache).probed();
    }

    private RoundOutcome round(
            int port, String address, Map<String, Object> fields, EgressPolicy egress, AnswerCache cache) {
        TrustStore trust = TrustStore.of("test", root.path());
        NameResolver names = FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral(address)));
        Prober prober = new Prober(names, egress, Probes.PATIENT, ENGINE, ClientIdentities.none(), Clock.systemUTC());
        ProbeRound round =
                new ProbeRound(prober, new Judge(trust), new ChainInquiry(trust, egress, cache), 4, Clock.systemUTC());
        Map<String, Object> written = new HashMap<>(fields);
        written.put("host", HOST);
        written.put("port", port);
        written.put("sla", Map.of("tls", "PT30S"));
        Target target = new TargetReader(TargetDefaults.BUILT_IN).read(written);
        return round.probeAll(List.of(target), Deadline.in(Duration.ofMinutes(5)), judged -> {});
    }

    private static CertificateDraft draft() {
        return LocalAuthority.leaf("server").dns(HOST);
    }

    private static List<FindingCode> codes(JudgedProbe judged) {
        return judged.verdict().findings().stream().map(Finding::code).toList();
    }

    private byte[] list(LocalIdentity issuer, List<BigInteger> revoked) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded()),
                Date.from(now.minusSeconds(60)));
        builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(7))));
        revoked.forEach(
                serial -> builder.addCRLEntry(serial, Date.from(now.minusSeconds(600)), CRLReason.cACompromise));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key()))
                .getEncoded();
    }
}
