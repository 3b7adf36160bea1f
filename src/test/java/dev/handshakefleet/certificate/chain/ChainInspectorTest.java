package dev.handshakefleet.certificate.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainProblem.BadSignature;
import dev.handshakefleet.certificate.chain.ChainProblem.HostnameMismatch;
import dev.handshakefleet.certificate.chain.ChainProblem.IncompleteChain;
import dev.handshakefleet.certificate.chain.ChainProblem.Misordered;
import dev.handshakefleet.certificate.chain.ChainProblem.NotACa;
import dev.handshakefleet.certificate.chain.ChainProblem.SelfSigned;
import dev.handshakefleet.certificate.chain.ChainProblem.Unneeded;
import dev.handshakefleet.certificate.chain.ChainProblem.UnneededReason;
import dev.handshakefleet.certificate.chain.ChainProblem.UntrustedRoot;
import dev.handshakefleet.certificate.chain.ChainProblem.WeakKey;
import dev.handshakefleet.certificate.chain.ChainProblem.WeakSignature;
import dev.handshakefleet.certificate.chain.ChainProblem.WrongUsage;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** One chain for each thing that can be wrong with it, and for combinations that hide one another. */
class ChainInspectorTest {

    private final Instant now = Instant.now();
    private static final String HOST = "www.example.com";

    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final LocalIdentity authority = LocalAuthority.intermediate("CA 1").issuedBy(root);
    private final LocalIdentity server = LocalAuthority.leaf("server").dns(HOST).issuedBy(authority);
    private final ChainInspector inspector = trusting(root.certificate());

    /** The forged issuer has the name of the real one, another key, and so another key identifier. */
    @Test
    void forgedIssuerIsABrokenSignatureNotAnIncompleteChain() {
        LocalIdentity forged = LocalAuthority.intermediate("CA 1").issuedBy(root);

        ChainInspection inspection = inspector.inspect(
                List.of(server.chainDer().getFirst(), forged.chainDer().getFirst()), HOST, now);

        assertThat(inspection.problems())
                .hasOnlyElementsOfType(BadSignature.class)
                .hasSize(1);
        assertThat(inspection.path()).hasSize(3);
    }

    @Test
    void anotherAnchorOfTheSameNameIsNoBrokenSignature() {
        LocalIdentity namesake = LocalAuthority.root("Root").selfSigned();

        ChainInspection inspection =
                trusting(namesake.certificate()).inspect(server.chainDer().subList(0, 2), HOST, now);

        assertThat(inspection.problems()).hasOnlyElementsOfType(UntrustedRoot.class);
    }

    @Test
    void goodChainIsCompletedToTheUnsentRoot() {
        ChainInspection inspection = inspector.inspect(server.chainDer(), HOST, now);

        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.unused()).isEmpty();
        assertThat(inspection.path())
                .extracting(CertificateFacts::role, CertificateFacts::sent, CertificateFacts::subject)
                .containsExactly(
                        tuple(Role.LEAF, true, "CN=server"),
                        tuple(Role.INTERMEDIATE, true, "CN=CA 1"),
                        tuple(Role.ROOT, false, "CN=Root"));
    }

    @Test
    void sentRootIsMarkedAsSent() {
        ChainInspection inspection = inspector.inspect(LocalIdentity.der(server.path()), HOST, now);

        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.path()).extracting(CertificateFacts::sent).containsExactly(true, true, true);
    }

    @Test
    void everyKindOfKeyMakesAGoodChain() {
        for (KeyKind kind : KeyKind.values()) {
            LocalIdentity ownRoot = LocalAuthority.root("Root").key(kind).selfSigned();
            LocalIdentity leaf = LocalAuthority.leaf("leaf").key(kind).dns(HOST).issuedBy(ownRoot);
            assertThat(trusting(ownRoot.certificate())
                            .inspect(leaf.chainDer(), HOST, now)
                            .problems())
                    .as(kind.name())
                    .isEmpty();
        }
    }

    @Test
    void emptyChainHasNoPath() {
        assertThat(inspector.inspect(List.of(), HOST, now)).isEqualTo(ChainInspection.NOTHING_PRESENTED);
    }

    @Test
    void selfSignedLeafHasOneProblem() {
        LocalIdentity self = LocalAuthority.leaf("self").dns(HOST).selfSigned();
        assertThat(inspect(self)).singleElement().isInstanceOf(SelfSigned.class);
    }

    @Test
    void selfSignedLeafWithTheCaFlagIsSelfSigned() {
        LocalIdentity self = LocalAuthority.root("self").dns(HOST).selfSigned();
        assertThat(inspect(self))
                .hasExactlyElementsOfTypes(SelfSigned.class, WrongUsage.class); // its key may sign certificates only
    }

    @Test
    void trustedSelfSignedLeafHasNoProblem() {
        LocalIdentity self = LocalAuthority.leaf("self").dns(HOST).selfSigned();
        ChainInspection inspection = trusting(self.certificate()).inspect(self.chainDer(), HOST, now);

        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.path()).extracting(CertificateFacts::role).containsExactly(Role.LEAF);
    }

    @Test
    void expiredSelfSignedLeafForAnotherNameIsSelfSignedAndMismatched() {
        LocalIdentity self = LocalAuthority.leaf("self")
                .dns("other.example.com")
                .valid(now.minus(Duration.ofDays(20)), now.minus(Duration.ofDays(10)))
                .selfSigned();
        assertThat(inspect(self)).hasExactlyElementsOfTypes(SelfSigned.class, HostnameMismatch.class);
    }

    @Test
    void leafWithoutItsIntermediateIsAnIncompleteChain() {
        assertThat(inspect(server.presenting(server.certificate())))
                .singleElement()
                .isInstanceOfSatisfying(
                        IncompleteChain.class,
                        problem -> assertThat(problem.last().role()).isEqualTo(Role.LEAF));
    }

    @Test
    void intermediateOfAnUnknownRootEndsInAnUntrustedRoot() {
        ChainInspection inspection = trusting().inspect(server.chainDer(), HOST, now);

        assertThat(inspection.problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        UntrustedRoot.class,
                        problem -> assertThat(problem.last().subject()).isEqualTo("CN=CA 1"));
        assertThat(inspection.path().getLast().role()).isEqualTo(Role.INTERMEDIATE);
    }

    @Test
    void untrustedSentRootIsShownInItsRole() {
        ChainInspection inspection = trusting().inspect(LocalIdentity.der(server.path()), HOST, now);

        assertThat(inspection.problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        UntrustedRoot.class,
                        problem -> assertThat(problem.last().role()).isEqualTo(Role.ROOT));
    }

    @Test
    void trustedIntermediateEndsThePath() {
        ChainInspection inspection = trusting(authority.certificate())
                .inspect(server.presenting(server.certificate()).chainDer(), HOST, now);

        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.path()).extracting(CertificateFacts::role).containsExactly(Role.LEAF, Role.ROOT);
    }

    @Test
    void forgedLeafHasABadSignature() {
        LocalIdentity forged = LocalAuthority.leaf("forged").dns(HOST).forged().issuedBy(authority);
        assertThat(inspect(forged)).singleElement().isInstanceOfSatisfying(BadSignature.class, problem -> {
            assertThat(problem.certificate().subject()).isEqualTo("CN=forged");
            assertThat(problem.issuer().subject()).isEqualTo("CN=CA 1");
        });
    }

    @Test
    void everyForgedLinkIsReported() {
        LocalIdentity forgedAuthority =
                LocalAuthority.intermediate("CA 2").forged().issuedBy(root);
        LocalIdentity forged = LocalAuthority.leaf("forged").dns(HOST).forged().issuedBy(forgedAuthority);
        assertThat(inspect(forged)).hasExactlyElementsOfTypes(BadSignature.class, BadSignature.class);
    }

    @Test
    void selfSignedLeafWithAWrongSignatureIsNotSelfSigned() {
        LocalIdentity forged = LocalAuthority.leaf("self").dns(HOST).forged().selfSigned();
        assertThat(inspect(forged)).hasExactlyElementsOfTypes(UntrustedRoot.class, BadSignature.class);
    }

    @Test
    void namesakeOfATrustedRootWithAnotherKeyIsUntrustedNotABadSignature() {
        LocalIdentity namesake = LocalAuthority.root("Root").selfSigned();
        LocalIdentity otherAuthority = LocalAuthority.intermediate("CA 9").issuedBy(namesake);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(otherAuthority);
        assertThat(inspect(leaf)).singleElement().isInstanceOf(UntrustedRoot.class);
    }

    @Test
    void issuerWithoutCaFlagIsNotACa() {
        assertNotACa(LocalAuthority.intermediate("no CA").withoutCaFlag().issuedBy(root), "do not say that it is a CA");
    }

    @Test
    void issuerWithoutKeyCertSignIsNotACa() {
        assertNotACa(LocalAuthority.intermediate("no CA").withoutItsKeyUsage().issuedBy(root), "lacks keyCertSign");
    }

    @Test
    void pathLengthExceededIsNotACa() {
        LocalIdentity narrow =
                LocalAuthority.intermediate("narrow").pathLength(0).issuedBy(root);
        LocalIdentity below = LocalAuthority.intermediate("below").issuedBy(narrow);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(below);
        assertThat(inspect(leaf)).singleElement().isInstanceOfSatisfying(NotACa.class, problem -> {
            assertThat(problem.issuer().subject()).isEqualTo("CN=narrow");
            assertThat(problem.reason())
                    .isEqualTo("its path length allows 0 intermediate certificates below it, there are 1");
        });
    }

    @Test
    void exactPathLengthHasNoProblem() {
        LocalIdentity narrow =
                LocalAuthority.intermediate("narrow").pathLength(1).issuedBy(root);
        LocalIdentity below = LocalAuthority.intermediate("below").pathLength(0).issuedBy(narrow);
        assertThat(inspect(LocalAuthority.leaf("leaf").dns(HOST).issuedBy(below)))
                .isEmpty();
    }

    @Test
    void trustedCertificateWithoutCaFlagIsNotACa() {
        LocalIdentity plain =
                LocalAuthority.intermediate("plain").withoutCaFlag().selfSigned();
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(plain);
        assertThat(trusting(plain.certificate())
                        .inspect(leaf.chainDer(), HOST, now)
                        .problems())
                .singleElement()
                .isInstanceOf(NotACa.class);
    }

    @Test
    void leafForClientsOnlyHasTheWrongUsage() {
        LocalIdentity client = LocalAuthority.leaf("client")
                .dns(HOST)
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .issuedBy(authority);
        assertWrongUsage(inspect(client), "CN=client", "server authentication");
    }

    @Test
    void leafWithoutExtendedKeyUsageOrForAnyPurposeHasNoProblem() {
        assertThat(inspect(LocalAuthority.leaf("any").dns(HOST).purposes().issuedBy(authority)))
                .isEmpty();
        assertThat(inspect(LocalAuthority.leaf("any")
                        .dns(HOST)
                        .purposes(KeyPurposeId.anyExtendedKeyUsage)
                        .issuedBy(authority)))
                .isEmpty();
    }

    @Test
    void intermediateForClientsOnlyHasTheWrongUsage() {
        LocalIdentity clients = LocalAuthority.intermediate("clients")
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .issuedBy(root);
        assertWrongUsage(
                inspect(LocalAuthority.leaf("leaf").dns(HOST).issuedBy(clients)),
                "CN=clients",
                "server authentication");
    }

    @Test
    void leafForNeitherSignatureNorKeyAgreementHasTheWrongUsage() {
        LocalIdentity leaf =
                LocalAuthority.leaf("leaf").dns(HOST).withoutItsKeyUsage().issuedBy(authority);
        assertWrongUsage(inspect(leaf), "CN=leaf", "neither signatures nor key exchange");
    }

    @Test
    void nameConstraintOfTheIntermediateAppliesToTheLeaf() {
        LocalIdentity constrained = LocalAuthority.intermediate("constrained")
                .permittingOnly("example.org")
                .issuedBy(root);
        assertWrongUsage(
                inspect(LocalAuthority.leaf("leaf").dns(HOST).issuedBy(constrained)), "CN=leaf", "name constraints");
        LocalIdentity allowed = LocalAuthority.leaf("leaf").dns("a.example.org").issuedBy(constrained);
        assertThat(inspector.inspect(allowed.chainDer(), "a.example.org", now).problems())
                .isEmpty();
    }

    @Test
    void unknownCriticalExtensionIsTheWrongUsageInEveryCertificate() {
        LocalIdentity odd =
                LocalAuthority.intermediate("odd").unknownCriticalExtension().issuedBy(root);
        LocalIdentity leaf =
                LocalAuthority.leaf("leaf").dns(HOST).unknownCriticalExtension().issuedBy(odd);

        List<ChainProblem> trusted = inspect(leaf);
        assertThat(trusted).hasSize(2);
        assertWrongUsage(trusted, "CN=odd", "critical extension");
        assertWrongUsage(trusted, "CN=leaf", "critical extension");

        List<ChainProblem> alone = inspect(leaf.presenting(leaf.certificate()));
        assertWrongUsage(alone, "CN=leaf", "critical extension");
        assertThat(alone).hasAtLeastOneElementOfType(IncompleteChain.class);

        List<ChainProblem> untrusted =
                trusting().inspect(leaf.chainDer(), HOST, now).problems();
        assertThat(untrusted).hasSize(3).hasAtLeastOneElementOfType(UntrustedRoot.class);
        assertWrongUsage(untrusted, "CN=odd", "critical extension");
        assertWrongUsage(untrusted, "CN=leaf", "critical extension");
    }

    @Test
    void disabledAlgorithmsAndShortKeysAreOnlyWeak() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        KeyPair small = generator.generateKeyPair();
        KeyPair normal = KeyKind.RSA_2048.generate();
        LocalIdentity rsaRoot = LocalAuthority.root("RSA Root").key(normal).selfSigned();
        ChainInspector rsa = trusting(rsaRoot.certificate());

        LocalIdentity md5 = LocalAuthority.leaf("md5")
                .dns(HOST)
                .key(normal)
                .signedWith("MD5withRSA")
                .issuedBy(rsaRoot);
        assertThat(rsa.inspect(md5.chainDer(), HOST, now).problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        WeakSignature.class,
                        weak -> assertThat(weak.certificate().signature()).isEqualTo("MD5withRSA"));
        LocalIdentity tiny = LocalAuthority.leaf("tiny").dns(HOST).key(small).issuedBy(rsaRoot);
        assertThat(rsa.inspect(tiny.chainDer(), HOST, now).problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        WeakKey.class,
                        weak -> assertThat(weak.reason()).isEqualTo("RSA 768 is shorter than 2,048 bits"));
    }

    @Test
    void simultaneousProblemsAreAllReported() {
        LocalIdentity odd = LocalAuthority.intermediate("odd")
                .withoutCaFlag()
                .unknownCriticalExtension()
                .valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(20)))
                .forged()
                .issuedBy(root);
        LocalIdentity leaf = LocalAuthority.leaf("leaf")
                .dns("elsewhere.example.com")
                .forged()
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .valid(now.minus(Duration.ofDays(10)), now.minus(Duration.ofDays(5)))
                .issuedBy(odd);
        assertThat(inspect(leaf))
                .extracting(problem -> problem.getClass().getSimpleName())
                .containsExactlyInAnyOrder(
                        "BadSignature", "BadSignature", "NotACa", "WrongUsage", "WrongUsage", "HostnameMismatch");
    }

    @Test
    void faultOfTheIntermediateDoesNotHideABrokenConstraintOfTheLeaf() {
        LocalIdentity constrained = LocalAuthority.intermediate("constrained")
                .permittingOnly("example.org")
                .issuedBy(root);
        LocalIdentity noCa =
                LocalAuthority.intermediate("no CA").withoutCaFlag().issuedBy(constrained);
        LocalIdentity leaf =
                LocalAuthority.leaf("leaf").dns(HOST).unknownCriticalExtension().issuedBy(noCa);
        assertThat(inspect(leaf)).hasExactlyElementsOfTypes(NotACa.class, WrongUsage.class);
    }

    @Test
    void datesAreNoProblemOfTheInspection() {
        LocalIdentity old = LocalAuthority.intermediate("old")
                .valid(now.minus(Duration.ofDays(900)), now.minus(Duration.ofDays(800)))
                .issuedBy(root);
        LocalIdentity expired = LocalAuthority.leaf("leaf")
                .dns(HOST)
                .valid(now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(1)))
                .issuedBy(old);
        assertThat(inspect(expired)).isEmpty();
    }

    @Test
    void problemsDoNotDependOnTheOrderOfTheRest() {
        LocalIdentity below =
                LocalAuthority.intermediate("below").withoutCaFlag().issuedBy(authority);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns("other").issuedBy(below);
        LocalIdentity stray = LocalAuthority.intermediate("stray").issuedBy(root);
        List<X509Certificate> rest =
                new ArrayList<>(leaf.path().subList(1, leaf.path().size()));
        rest.add(stray.certificate());

        ChainInspection expected = inspector.inspect(sent(leaf, rest), HOST, now);
        for (List<X509Certificate> order : permutations(rest)) {
            ChainInspection inspection = inspector.inspect(sent(leaf, order), HOST, now);
            assertThat(inspection.path()).isEqualTo(expected.path());
            assertThat(inspection.problems())
                    .filteredOn(problem -> !(problem instanceof Misordered))
                    .isEqualTo(expected.problems());
            assertThat(inspection.unused())
                    .extracting(CertificateFacts::subject)
                    .containsExactly("CN=stray");
        }
    }

    @Test
    void duplicatesAreToleratedAndExtrasAreUnused() {
        LocalIdentity stray = LocalAuthority.intermediate("stray").issuedBy(root);
        List<X509Certificate> rest = List.of(
                server.certificate(),
                authority.certificate(),
                stray.certificate(),
                authority.certificate(),
                stray.certificate());
        ChainInspection inspection = inspector.inspect(sent(server, rest), HOST, now);

        assertThat(inspection.problems())
                .containsExactly(
                        new Unneeded(
                                List.of(
                                        inspection.path().getFirst(),
                                        inspection.path().get(1),
                                        inspection.unused().getFirst()),
                                UnneededReason.DUPLICATE),
                        new Unneeded(inspection.unused(), UnneededReason.UNRELATED));
        assertThat(inspection.path()).hasSize(3);
        assertThat(inspection.unused()).extracting(CertificateFacts::subject).containsExactly("CN=stray");
    }

    @Test
    void concurrentInspectionsAgree() {
        assertThat(IntStream.range(0, 200)
                        .parallel()
                        .mapToObj(round -> inspector.inspect(server.chainDer(), "other.example", now))
                        .distinct())
                .hasSize(1);
    }

    private List<ChainProblem> inspect(LocalIdentity identity) {
        return inspector.inspect(identity.chainDer(), HOST, now).problems();
    }

    private void assertNotACa(LocalIdentity issuer, String reason) {
        assertThat(inspect(LocalAuthority.leaf("leaf").dns(HOST).issuedBy(issuer)))
                .singleElement()
                .isInstanceOfSatisfying(NotACa.class, problem -> {
                    assertThat(problem.issuer().role()).isEqualTo(Role.INTERMEDIATE);
                    assertThat(problem.reason()).contains(reason);
                });
    }

    private static void assertWrongUsage(List<ChainProblem> problems, String subject, String reason) {
        assertThat(problems)
                .filteredOn(WrongUsage.class::isInstance)
                .map(WrongUsage.class::cast)
                .filteredOn(problem -> problem.certificate().subject().equals(subject))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains(reason));
    }

    private static ChainInspector trusting(X509Certificate... anchors) {
        return new ChainInspector(TrustStore.of("test", List.of(anchors)));
    }

    private static List<byte[]> sent(LocalIdentity leaf, List<X509Certificate> rest) {
        List<X509Certificate> all = new ArrayList<>(rest);
        all.addFirst(leaf.certificate());
        return LocalIdentity.der(all);
    }

    private static List<List<X509Certificate>> permutations(List<X509Certificate> items) {
        if (items.size() <= 1) {
            return List.of(items);
        }
        List<List<X509Certificate>> all = new ArrayList<>();
        for (X509Certificate first : items) {
            List<X509Certificate> others = new ArrayList<>(items);
            others.remove(first);
            for (List<X509Certificate> tail : permutations(others)) {
                List<X509Certificate> order = new ArrayList<>(tail);
                order.addFirst(first);
                all.add(order);
            }
        }
        return all;
    }
}
