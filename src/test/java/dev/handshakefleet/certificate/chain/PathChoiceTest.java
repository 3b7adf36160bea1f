package dev.handshakefleet.certificate.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainProblem.Unneeded;
import dev.handshakefleet.certificate.chain.ChainProblem.UnneededReason;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which of several paths is taken: cross-signs, renewed roots, circles. */
class PathChoiceTest {

    private final Instant now = Instant.now();
    private final Instant longAgo = now.minus(Duration.ofDays(4_000));
    private final Instant yesterday = now.minus(Duration.ofDays(1));
    private static final String HOST = "www.example.com";

    private final KeyPair newRootKey = KeyKind.EC_P256.generate();
    private final LocalIdentity oldRoot =
            LocalAuthority.root("Old Root").valid(longAgo, yesterday).selfSigned();
    private final LocalIdentity newRoot =
            LocalAuthority.root("New Root").key(newRootKey).selfSigned();
    private final LocalIdentity cross =
            LocalAuthority.intermediate("New Root").key(newRootKey).issuedBy(oldRoot);
    private final LocalIdentity authority = LocalAuthority.intermediate("CA").issuedBy(newRoot);
    private final LocalIdentity server = LocalAuthority.leaf("server").dns(HOST).issuedBy(authority);

    @Test
    void validRootIsPreferredToACrossSignToAnExpiredRoot() {
        List<byte[]> sent = der(server.certificate(), authority.certificate(), cross.certificate());
        ChainInspection inspection = inspect(sent, oldRoot.certificate(), newRoot.certificate());

        assertThat(inspection.problems())
                .containsExactly(new Unneeded(inspection.unused(), UnneededReason.DETOUR_TO_OUTDATED_ROOT));
        assertThat(inspection.path())
                .extracting(CertificateFacts::subject)
                .containsExactly("CN=server", "CN=CA", "CN=New Root");
        assertThat(inspection.path().getLast().sent()).isFalse();
        assertThat(inspection.unused()).extracting(CertificateFacts::issuer).containsExactly("CN=Old Root");
    }

    @Test
    void crossSignIsUsedIfOnlyItsRootIsTrusted() {
        List<byte[]> sent = der(server.certificate(), authority.certificate(), cross.certificate());
        ChainInspection inspection = inspect(sent, oldRoot.certificate());

        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.path())
                .extracting(CertificateFacts::subject)
                .containsExactly("CN=server", "CN=CA", "CN=New Root", "CN=Old Root");
    }

    @Test
    void renewedIntermediateIsPreferredToItsExpiredCopy() {
        KeyPair key = KeyKind.EC_P256.generate();
        LocalIdentity expired = LocalAuthority.intermediate("CA 2")
                .key(key)
                .valid(longAgo, yesterday)
                .issuedBy(newRoot);
        LocalIdentity renewed = LocalAuthority.intermediate("CA 2").key(key).issuedBy(newRoot);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(renewed);

        ChainInspection inspection =
                inspect(der(leaf.certificate(), expired.certificate(), renewed.certificate()), newRoot.certificate());
        assertThat(inspection.path().get(1).notAfter())
                .isEqualTo(renewed.certificate().getNotAfter().toInstant());
    }

    @Test
    void intermediateWithinConstraintsIsPreferredToItsTwin() {
        KeyPair key = KeyKind.EC_P256.generate();
        LocalIdentity narrow = LocalAuthority.intermediate("CA 3")
                .key(key)
                .permittingOnly("example.org")
                .issuedBy(newRoot);
        LocalIdentity wide = LocalAuthority.intermediate("CA 3").key(key).issuedBy(newRoot);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(wide);

        ChainInspection inspection =
                inspect(der(leaf.certificate(), narrow.certificate(), wide.certificate()), newRoot.certificate());
        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.path().get(1).sha256())
                .isEqualTo(
                        ParsedCertificate.sha256(LocalIdentity.der(wide.chain()).getFirst()));
    }

    @Test
    void signerIsPreferredToItsNamesake() {
        LocalIdentity impostor = LocalAuthority.intermediate("CA").issuedBy(newRoot);
        ChainInspection inspection = inspect(
                der(server.certificate(), impostor.certificate(), authority.certificate()), newRoot.certificate());
        assertThat(inspection.problems()).containsExactly(new Unneeded(inspection.unused(), UnneededReason.UNRELATED));
        assertThat(inspection.unused()).hasSize(1);
    }

    @Test
    void renewedSelfSignedLeafIsTrustedByItsOlderCopyWithTheSameKey() {
        KeyPair key = KeyKind.EC_P256.generate();
        LocalIdentity older = LocalAuthority.root("self").key(key).dns(HOST).selfSigned();
        LocalIdentity renewed = LocalAuthority.leaf("self").key(key).dns(HOST).selfSigned();
        assertThat(inspect(renewed.chainDer(), older.certificate()).problems()).isEmpty();
    }

    @Test
    void mutualCrossSignsEndTheSearch() {
        KeyPair one = KeyKind.EC_P256.generate();
        KeyPair two = KeyKind.EC_P256.generate();
        LocalIdentity oneAlone = LocalAuthority.root("One").key(one).selfSigned();
        LocalIdentity twoAlone = LocalAuthority.root("Two").key(two).selfSigned();
        LocalIdentity oneByTwo = LocalAuthority.intermediate("One").key(one).issuedBy(twoAlone);
        LocalIdentity twoByOne = LocalAuthority.intermediate("Two").key(two).issuedBy(oneAlone);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(oneAlone);

        ChainInspection inspection =
                inspect(der(leaf.certificate(), oneByTwo.certificate(), twoByOne.certificate()), newRoot.certificate());
        assertThat(inspection.problems()).singleElement().isInstanceOf(ChainProblem.UntrustedRoot.class);
    }

    @Test
    void twentyTwinsOnEachLevelAreSearchedInBoundedTimeInAnyOrder() {
        KeyPair key = KeyKind.EC_P256.generate();
        List<X509Certificate> twins = new ArrayList<>();
        LocalIdentity top = LocalAuthority.intermediate("Twin").key(key).issuedBy(newRoot);
        for (int i = 0; i < 17; i++) {
            twins.add(LocalAuthority.intermediate("Twin")
                    .key(KeyKind.EC_P256.generate())
                    .withoutKeyIdentifiers()
                    .issuedBy(top)
                    .certificate());
        }
        twins.add(top.certificate());
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(top);
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(twins, random);
            List<X509Certificate> sent = new ArrayList<>(twins);
            sent.addFirst(leaf.certificate());
            ChainInspection inspection = inspect(LocalIdentity.der(sent), newRoot.certificate());
            assertThat(inspection.problems())
                    .allSatisfy(problem -> assertThat(problem).isInstanceOf(Unneeded.class));
            assertThat(inspection.path()).hasSize(3);
        }
    }

    private ChainInspection inspect(List<byte[]> sent, X509Certificate... anchors) {
        return new ChainInspector(TrustStore.of("test", List.of(anchors))).inspect(sent, HOST, now);
    }

    private static List<byte[]> der(X509Certificate... certificates) {
        return LocalIdentity.der(List.of(certificates));
    }
}
