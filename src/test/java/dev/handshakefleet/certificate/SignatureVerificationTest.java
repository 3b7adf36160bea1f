package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.support.HostileKey;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureVerificationTest {

    private static final LocalIdentity ROOT =
            LocalAuthority.root("Root").key(KeyKind.EC_P256).selfSigned();
    private static final LocalIdentity OTHER_ROOT =
            LocalAuthority.root("Root").key(KeyKind.EC_P256).selfSigned();
    private static final LocalIdentity LEAF =
            LocalAuthority.leaf("leaf").key(KeyKind.RSA_2048).issuedBy(ROOT);

    @ParameterizedTest
    @EnumSource
    void everyKindOfKeyVerifiesWhatItSigned(KeyKind kind) throws GeneralSecurityException {
        LocalIdentity root = LocalAuthority.root("Root").key(kind).selfSigned();
        X509Certificate leaf = LocalAuthority.leaf("leaf").issuedBy(root).certificate();

        SignatureVerification.verify(leaf, root.certificate().getPublicKey());
        assertThatThrownBy(() -> SignatureVerification.verify(
                        leaf,
                        LocalAuthority.root("Root")
                                .key(kind)
                                .selfSigned()
                                .certificate()
                                .getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void whatIsRememberedIsRememberedOfOneKeyAndOneEncoding() throws GeneralSecurityException {
        X509Certificate leaf = LEAF.certificate();
        PublicKey key = ROOT.certificate().getPublicKey();
        byte[] changed = leaf.getEncoded();
        changed[changed.length - 1] ^= 1;
        X509Certificate forged = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(changed));

        for (int round = 0; round < 2; round++) {
            SignatureVerification.verify(leaf, key);
            assertThatThrownBy(() -> SignatureVerification.verify(
                            leaf, OTHER_ROOT.certificate().getPublicKey()))
                    .isInstanceOf(SignatureException.class);
            assertThatThrownBy(() -> SignatureVerification.verify(forged, key)).isInstanceOf(SignatureException.class);
        }
    }

    static Stream<HostileKey> accepted() {
        return HostileKey.all().stream().filter(key -> !key.isRefused());
    }

    /** Curves that the JDK does not compute with are among them. */
    @ParameterizedTest
    @MethodSource("accepted")
    void refusalsAreThoseOfTheJdk(HostileKey unusual) throws GeneralSecurityException {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(unusual.certificate()));

        for (PublicKey key : List.of(
                certificate.getPublicKey(),
                ROOT.certificate().getPublicKey(),
                LEAF.certificate().getPublicKey())) {
            Throwable jdks = catchThrowable(() -> certificate.verify(key));
            Throwable ours = catchThrowable(() -> SignatureVerification.verify(certificate, key));

            assertThat(ours == null ? null : ours.getClass()).isEqualTo(jdks == null ? null : jdks.getClass());
        }
    }

    @Test
    void ecdsaCertificatesOfAPathVerifyThemselves() throws GeneralSecurityException {
        X509Certificate underRsa = LocalAuthority.leaf("leaf")
                .key(KeyKind.EC_P256)
                .issuedBy(LocalAuthority.root("RSA").key(KeyKind.RSA_2048).selfSigned())
                .certificate();

        List<? extends Certificate> path = SignatureVerification.path(List.of(LEAF.certificate(), underRsa))
                .getCertificates();

        assertThat(path.getFirst()).isInstanceOf(PathCertificate.class).isEqualTo(LEAF.certificate());
        assertThat(path.getFirst().hashCode()).isEqualTo(LEAF.certificate().hashCode());
        assertThat(path.getLast()).isSameAs(underRsa);
        path.getFirst().verify(ROOT.certificate().getPublicKey());
        path.getFirst().verify(ROOT.certificate().getPublicKey(), "");
        path.getFirst().verify(ROOT.certificate().getPublicKey(), "SunEC");
        assertThatThrownBy(() -> path.getFirst().verify(OTHER_ROOT.certificate().getPublicKey(), (String) null))
                .isInstanceOf(SignatureException.class);
    }

    /** What a certificate of the JDK says by itself, the wrapper says too, and it leaves nothing to its superclass. */
    @Test
    void pathCertificatePassesEverythingOn() throws ReflectiveOperationException {
        X509Certificate wrapped = new PathCertificate(LEAF.certificate());
        Set<String> sameForAll = Set.of("equals", "hashCode", "getType", "getClass", "wait", "notify", "notifyAll");
        for (Method method : X509Certificate.class.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || sameForAll.contains(method.getName())) {
                continue;
            }
            assertThat(PathCertificate.class
                            .getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass())
                    .as("%s", method)
                    .isEqualTo(PathCertificate.class);
            if (!method.getName().equals("verify")) {
                Object[] arguments = Arrays.stream(method.getParameterTypes())
                        .map(type -> type == Date.class ? Date.from(Instant.now()) : "2.5.29.15")
                        .toArray();
                assertThat(method.invoke(wrapped, arguments))
                        .as("%s", method)
                        .isEqualTo(method.invoke(LEAF.certificate(), arguments));
            }
        }
    }
}
