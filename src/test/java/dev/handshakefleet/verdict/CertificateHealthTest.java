package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.revocation.OcspDraft;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.probe.result.SctCount;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of a TLS engineer: each finding from a chain or a handshake made for it. */
class CertificateHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String HOST = "www.example.com";
    private static final String ECDHE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

    private final LocalIdentity root =
            LocalAuthority.root("Root").valid(days(-1000), days(2650)).selfSigned();
    private final LocalIdentity authority =
            LocalAuthority.intermediate("CA 1").valid(days(-500), days(1300)).issuedBy(root);
    private final LocalIdentity leaf = draft().issuedBy(authority);

    @Test
    void misorderedChainIsReportedWithItsOrder() {
        LocalIdentity below = LocalAuthority.intermediate("CA 2")
                .valid(days(-400), days(1200))
                .issuedBy(authority);
        LocalIdentity server = draft().issuedBy(below);
        List<Finding> findings =
                ofPrivate(server.presenting(server.certificate(), authority.certificate(), below.certificate()));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.CHAIN_MISORDERED);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo(
                            "The certificates were sent out of order: leaf certificate, then intermediate certificate"
                                    + " 'CN=CA 1', then intermediate certificate 'CN=CA 2'.");
        });
    }

    @Test
    void sentRootIsNotUnneeded() {
        assertThat(ofPrivate(leaf.presenting(leaf.certificate(), authority.certificate(), root.certificate())))
                .isEmpty();
    }

    @Test
    void expiredCrossSignBesideAGoodPathNamesTheClientsThatFail() {
        KeyPair key = KeyKind.EC_P256.generate();
        LocalIdentity old =
                LocalAuthority.root("Old Root").valid(days(-3000), days(-1)).selfSigned();
        LocalIdentity cross = LocalAuthority.intermediate("New Root")
                .key(key)
                .valid(days(-900), days(-1))
                .issuedBy(old);
        LocalIdentity trusted = LocalAuthority.root("New Root")
                .key(key)
                .valid(days(-900), days(2000))
                .selfSigned();
        LocalIdentity issuing =
                LocalAuthority.intermediate("CA").valid(days(-500), days(1300)).issuedBy(trusted);
        LocalIdentity server = draft().issuedBy(issuing);
        ProbeResult probe = result(
                server.presenting(server.certificate(), issuing.certificate(), cross.certificate()), Optional.empty());

        assertThat(judged(TrustStore.of("test", List.of(trusted.certificate())), probe, Evidence.NONE)
                        .verdict()
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.CHAIN_EXCESS);
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message())
                            .startsWith("Not needed: intermediate certificate 'CN=New Root' (valid from 2024-06-07 to"
                                    + " 2026-11-23).")
                            .contains("OpenSSL 1.0.2");
                });
    }

    @Test
    void issuerExpiringBeforeTheLeafIsAlwaysReported() {
        LocalIdentity shorter = LocalAuthority.intermediate("Short CA")
                .valid(days(-500), days(200))
                .issuedBy(root);
        LocalIdentity server = LocalAuthority.leaf("leaf")
                .dns(HOST)
                .valid(days(-10), days(300))
                .issuedBy(shorter);
        assertThat(ofPrivate(server))
                .extracting(Finding::code, Finding::severity, Finding::message)
                .containsExactly(tuple(
                        FindingCode.CERT_EXPIRING,
                        Severity.WARNING,
                        "Intermediate certificate 'CN=Short CA' expires in 200 days (2027-06-12), before the leaf that it"
                                + " vouches for (2027-09-20)."));
    }

    @Test
    void fetchedIssuerIsAnIncompleteChainAndNamesTheClientsThatFail() {
        Evidence fetched =
                new Evidence(LocalIdentity.der(List.of(authority.certificate())), Map.of(), Optional.empty());
        ProbeResult probe = result(leaf.presenting(leaf.certificate()), Optional.empty());

        JudgedProbe judged = judged(TrustStore.of("corp", root.path()), probe, fetched);

        assertThat(judged.chain().trustedBy()).containsExactly("corp");
        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.INCOMPLETE_CHAIN);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message())
                    .startsWith("The issuer of the leaf certificate, 'CN=CA 1', was not sent")
                    .contains("Chrome", "curl");
        });
    }

    @Test
    void fetchedIssuerWithoutATrustedRootIsUntrusted() {
        LocalIdentity stranger =
                LocalAuthority.root("Stranger").valid(days(-1000), days(2650)).selfSigned();
        LocalIdentity strange = LocalAuthority.intermediate("Strange")
                .valid(days(-500), days(1300))
                .issuedBy(stranger);
        LocalIdentity server = draft().issuedBy(strange);
        ProbeResult probe = result(server.presenting(server.certificate()), Optional.empty());
        Evidence fetched = new Evidence(
                LocalIdentity.der(List.of(strange.certificate(), stranger.certificate())), Map.of(), Optional.empty());

        assertThat(codes(judged(TrustStore.of("test", root.path()), probe, Evidence.NONE)))
                .containsExactly(FindingCode.INCOMPLETE_CHAIN);
        assertThat(codes(judged(TrustStore.of("test", root.path()), probe, fetched)))
                .containsExactly(FindingCode.UNTRUSTED_ROOT);
    }

    @Test
    void shortKeysAreWarningsInEveryRole() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1_024);
        KeyPair small = rsa.generateKeyPair();
        LocalIdentity weak = LocalAuthority.intermediate("Weak CA")
                .key(small)
                .valid(days(-500), days(1300))
                .issuedBy(root);
        assertThat(ofPrivate(draft().key(small).issuedBy(weak)))
                .extracting(Finding::code, Finding::severity, Finding::message)
                .containsExactly(
                        tuple(
                                FindingCode.WEAK_KEY,
                                Severity.WARNING,
                                "Intermediate certificate 'CN=Weak CA' has a weak key: RSA 1024 is shorter than 2,048 bits."),
                        tuple(
                                FindingCode.WEAK_KEY,
                                Severity.WARNING,
                                "Leaf certificate has a weak key: RSA 1024 is shorter than 2,048 bits."));
    }

    @Test
    void sha1SignaturesAreWarningsBelowTheRootOnly() {
        KeyPair key = KeyKind.RSA_2048.generate();
        LocalIdentity old = LocalAuthority.root("SHA-1 Root")
                .key(key)
                .signedWith("SHA1withRSA")
                .valid(days(-1000), days(2650))
                .selfSigned();
        LocalIdentity server = draft().signedWith("SHA1withRSA").issuedBy(old);
        assertThat(judged(TrustStore.of("test", old.path()), result(server, Optional.empty()), Evidence.NONE)
                        .verdict()
                        .findings())
                .extracting(Finding::code, Finding::severity, Finding::message)
                .containsExactly(tuple(
                        FindingCode.WEAK_SIGNATURE,
                        Severity.WARNING,
                        "Leaf certificate is signed with SHA1withRSA, whose hash function is broken."));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-14T00:00:00Z, 398, false",
        "2026-03-14T00:00:00Z, 399, true",
        "2026-03-15T00:00:00Z, 200, false",
        "2026-03-15T00:00:00Z, 201, true",
        "2027-03-15T00:00:00Z, 100, false",
        "2027-03-15T00:00:00Z, 101, true",
        "2029-03-15T00:00:00Z, 47, false",
        "2029-03-15T00:00:00Z, 48, true"
    })
    void validityIsComparedWithTheLimitOfItsDayOfIssue(Instant issued, int days, boolean tooLong) {
        LocalIdentity server = LocalAuthority.leaf("leaf")
                .dns(HOST)
                .valid(issued, issued.plus(Duration.ofDays(days)).minusSeconds(1))
                .issuedBy(authority);
        ProbeResult probe = result(server, Optional.empty());
        Judge ofPublic = new Judge(TrustStore.of(TrustStore.PUBLIC, root.path()));
        Judge ofPrivate = new Judge(TrustStore.of("corp", root.path()));
        Instant soon = issued.plus(Duration.ofDays(1));

        assertThat(codes(ofPublic.judge(probe, soon)).contains(FindingCode.VALIDITY_TOO_LONG))
                .isEqualTo(tooLong);
        assertThat(codes(ofPrivate.judge(probe, soon))).doesNotContain(FindingCode.VALIDITY_TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({
        // lifetime in days, logs embedded, stapled, by TLS extension, whether that is too few
        "90, 2, 0, 0, false",
        "90, 1, 0, 0, true",
        "90, 0, 0, 0, true",
        "90, 0, 1, 1, false",
        "180, 2, 0, 0, false",
        "181, 2, 0, 0, true",
        "181, 3, 0, 0, false",
        "181, 0, 0, 2, false"
    })
    void requiredLogsDependOnTheLifetimeOfThePublicLeaf(
            int lifetime, int embedded, int stapled, int byExtension, boolean tooFew) {
        LocalIdentity server = LocalAuthority.leaf("leaf")
                .dns(HOST)
                .valid(days(-10), days(lifetime - 10).minusSeconds(1))
                .issuedBy(authority);
        ProbeResult probe = result(
                server,
                Optional.of(new Facts()
                        .scts(new SctCount(embedded, stapled, byExtension))
                        .make()));

        assertThat(codes(judged(TrustStore.of(TrustStore.PUBLIC, root.path()), probe, Evidence.NONE))
                        .contains(FindingCode.TOO_FEW_SCTS))
                .isEqualTo(tooFew);
        assertThat(codes(judged(TrustStore.of("corp", root.path()), probe, Evidence.NONE)))
                .doesNotContain(FindingCode.TOO_FEW_SCTS);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_128_GCM_SHA256, ",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ",
        "TLSv1.2, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, ",
        "TLSv1.1, " + ECDHE + ", WEAK_PROTOCOL",
        "TLSv1.0, " + ECDHE + ", WEAK_PROTOCOL",
        "SSLv3, " + ECDHE + ", WEAK_PROTOCOL",
        "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, WEAK_CIPHER",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_RC4_128_SHA, WEAK_CIPHER",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, WEAK_CIPHER",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_NULL_SHA, WEAK_CIPHER",
        "TLSv1.2, TLS_DH_anon_WITH_AES_128_GCM_SHA256, WEAK_CIPHER",
        "TLSv1.2, TLS_RSA_EXPORT_WITH_RC4_40_MD5, WEAK_CIPHER",
        "TLSv1.2, TLS_DH_RSA_WITH_AES_128_GCM_SHA256, WEAK_CIPHER",
        "TLSv1.3, TLS_SHA256_SHA256, "
    })
    void negotiatedParametersAreJudgedByTodaysRules(String version, String cipher, FindingCode code) {
        TlsFacts tls = new Facts().agreed(version, cipher).make();
        List<Finding> findings = NegotiationFindings.of(tls);
        assertThat(findings).extracting(Finding::code).isEqualTo(code == null ? List.of() : List.of(code));
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void weakHandshakeParametersAreFindings() {
        assertThat(NegotiationFindings.of(new Facts().dhBits(1_024).make()))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.WEAK_KEY, "The server's Diffie-Hellman prime has 1024 bits, less than 2,048."));
        assertThat(NegotiationFindings.of(new Facts().dhBits(2_048).make())).isEmpty();
        assertThat(NegotiationFindings.of(
                        new Facts().signed("rsa_pkcs1_sha1", false).make()))
                .extracting(Finding::code)
                .containsExactly(FindingCode.WEAK_SIGNATURE);
        assertThat(NegotiationFindings.of(
                        new Facts().signed("ecdsa_secp256r1_sha256", true).make()))
                .extracting(Finding::code, Finding::severity)
                .containsExactly(tuple(FindingCode.BAD_SIGNATURE, Severity.CRITICAL));
    }

    @Test
    void stapledRevocationIsRevoked() {
        byte[] staple = new OcspDraft(leaf, authority, NOW)
                .status(new RevokedStatus(Date.from(days(-2)), CRLReason.keyCompromise))
                .der();
        JudgedProbe judged = ofPrivate(leaf, new Facts().staple(staple).make());

        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.REVOKED);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message())
                    .isEqualTo(
                            "Leaf certificate was revoked on 2026-11-22 (keyCompromise), according to the OCSP response that the"
                                    + " server staples.");
        });
        assertThat(judged.revocations().values()).singleElement().isInstanceOf(Revocation.Revoked.class);
    }

    @Test
    void goodStapleIsShownWithoutAFinding() {
        JudgedProbe judged = ofPrivate(
                leaf,
                new Facts().staple(new OcspDraft(leaf, authority, NOW).der()).make());
        assertThat(judged.verdict().findings()).isEmpty();
        assertThat(judged.revocations())
                .containsOnlyKeys(judged.chain().path().getFirst().sha256());
    }

    @Test
    void staleAndForgedStaplesAreUnreliable() {
        byte[] stale = new OcspDraft(leaf, authority, NOW.minus(Duration.ofDays(3))).der();
        byte[] forged = new OcspDraft(leaf, root, NOW).der();
        for (byte[] staple : List.of(stale, forged, new byte[] {0x30, 3, 0x0a, 1, 3}, new byte[] {1})) {
            assertThat(ofPrivate(leaf, new Facts().staple(staple).make())
                            .verdict()
                            .findings())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.code()).isEqualTo(FindingCode.REVOCATION_UNKNOWN);
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.message()).startsWith("The OCSP response that the server staples");
                    });
        }
    }

    @Test
    void missingStapleIsReportedOnlyAfterAFullHandshake() {
        LocalIdentity owing = draft().mustStaple().issuedBy(authority);
        assertThat(codes(ofPrivate(owing, new Facts().make()))).containsExactly(FindingCode.STAPLE_MISSING);
        assertThat(codes(ofPrivate(
                        owing,
                        new Facts()
                                .staple(new OcspDraft(owing, authority, NOW).der())
                                .make())))
                .isEmpty();
        assertThat(codes(judged(TrustStore.of("test", root.path()), result(owing, Optional.empty()), Evidence.NONE)))
                .isEmpty();
    }

    @Test
    void revocationStatusesAreFindingsWithTheirCertificate() {
        JudgedProbe plain = ofPrivate(leaf, new Facts().make());
        String issuing = plain.chain().path().get(1).sha256();
        Evidence evidence = new Evidence(
                List.of(),
                Map.of(
                        plain.chain().path().getFirst().sha256(),
                        new Revocation.Unknown(Revocation.Source.OCSP, "ocsp.example answered with status 503"),
                        issuing,
                        new Revocation.Revoked(Revocation.Source.CRL, days(-3), "cACompromise", Optional.empty())),
                Optional.empty());

        assertThat(judged(TrustStore.of("test", root.path()), result(leaf, Optional.empty()), evidence)
                        .verdict()
                        .findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple(
                                FindingCode.REVOKED,
                                "Intermediate certificate 'CN=CA 1' was revoked on 2026-11-21 (cACompromise), according to the"
                                        + " revocation list of its authority."),
                        tuple(
                                FindingCode.REVOCATION_UNKNOWN,
                                "The revocation status of the leaf certificate could not be determined: ocsp.example answered with"
                                        + " status 503."));
    }

    @Test
    void leafBeyondItsAriWindowIsExpiring() {
        URI why = URI.create("https://ca.example/incident");
        Evidence past =
                new Evidence(List.of(), Map.of(), Optional.of(new AriWindow(days(-3), days(-1), Optional.of(why))));
        Evidence open =
                new Evidence(List.of(), Map.of(), Optional.of(new AriWindow(days(-3), days(1), Optional.empty())));
        ProbeResult probe = result(leaf, Optional.empty());

        assertThat(judged(TrustStore.of("test", root.path()), probe, open)
                        .verdict()
                        .findings())
                .isEmpty();
        assertThat(judged(TrustStore.of("test", root.path()), probe, past)
                        .verdict()
                        .findings())
                .extracting(Finding::code, Finding::severity, Finding::message)
                .containsExactly(tuple(
                        FindingCode.CERT_EXPIRING,
                        Severity.WARNING,
                        "Leaf certificate should have been renewed by 2026-11-23, according to the renewal information of its"
                                + " authority (RFC 9773); explanation: https://ca.example/incident."));
    }

    private List<Finding> ofPrivate(LocalIdentity identity) {
        return judged(TrustStore.of("test", root.path()), result(identity, Optional.empty()), Evidence.NONE)
                .verdict()
                .findings();
    }

    private JudgedProbe ofPrivate(LocalIdentity identity, TlsFacts tls) {
        return judged(TrustStore.of("test", root.path()), result(identity, Optional.of(tls)), Evidence.NONE);
    }

    private static JudgedProbe judged(TrustStore trust, ProbeResult probe, Evidence evidence) {
        return new Judge(trust).judge(probe, evidence, NOW);
    }

    private static List<FindingCode> codes(JudgedProbe judged) {
        return judged.verdict().findings().stream().map(Finding::code).toList();
    }

    private static CertificateDraft draft() {
        return LocalAuthority.leaf("leaf").dns(HOST).valid(days(-10), days(80));
    }

    private static Instant days(int fromNow) {
        return NOW.plus(Duration.ofDays(fromNow));
    }

    private static ProbeResult result(LocalIdentity identity, Optional<TlsFacts> tls) {
        List<X509Certificate> chain = identity.chain();
        return ProbeResult.builder()
                .target(Target.ofDefaults(
                        HOST,
                        443,
                        new TargetDefaults(new Sla(Map.of()), ExpiryPolicy.BY_LIFETIME, AlertPolicy.DEFAULT)))
                .startedAt(NOW)
                .phases(tls.isPresent() ? Map.of(Phase.TLS, Duration.ofMillis(5)) : Map.of())
                .tls(tls)
                .presentedChain(LocalIdentity.der(chain))
                .quality(new Quality(Quality.Clock.PROCESS, false, Duration.ZERO, 1))
                .build();
    }

    /** The parameters of a handshake; by default none of them has a finding. */
    private static final class Facts {

        private String version = "TLSv1.3";
        private String cipher = "TLS_AES_128_GCM_SHA256";
        private OptionalInt dhBits = OptionalInt.empty();
        private String scheme = "ecdsa_secp256r1_sha256";
        private boolean broken;
        private Optional<byte[]> staple = Optional.empty();
        private Optional<SctCount> scts = Optional.of(new SctCount(0, 0, 0));

        Facts agreed(String chosenVersion, String chosenCipher) {
            version = chosenVersion;
            cipher = chosenCipher;
            return this;
        }

        Facts dhBits(int bits) {
            dhBits = OptionalInt.of(bits);
            return this;
        }

        Facts signed(String with, boolean wrongly) {
            scheme = with;
            broken = wrongly;
            return this;
        }

        Facts staple(byte[] response) {
            staple = Optional.of(response);
            return this;
        }

        Facts scts(SctCount count) {
            scts = Optional.of(count);
            return this;
        }

        TlsFacts make() {
            return TlsFacts.builder()
                    .version(Optional.of(version))
                    .cipher(Optional.of(cipher))
                    .group(Optional.of("X25519"))
                    .dhBits(dhBits)
                    .signatureScheme(Optional.of(scheme))
                    .signatureBroken(broken)
                    .serverName(Optional.of(HOST))
                    .ocspStaple(staple)
                    .scts(scts)
                    .waited(Duration.ofMillis(4))
                    .local(Duration.ofMillis(1))
                    .bytesIn(1_000)
                    .bytesOut(500)
                    .build();
        }
    }
}
