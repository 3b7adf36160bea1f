package dev.handshakefleet.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates of the local authority are accepted by JSSE as by any other TLS library; its faulty certificates are refused. */
class LocalAuthorityTest {

    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final LocalIdentity authority = LocalAuthority.intermediate("CA").issuedBy(root);

    @ParameterizedTest
    @EnumSource(value = KeyKind.class, names = "ML_DSA_65", mode = EnumSource.Mode.EXCLUDE) // not in the JDK's TLS yet
    void jsseTrustsAGoodChainOfEveryKindOfKey(KeyKind kind) throws Exception {
        LocalIdentity server =
                LocalAuthority.leaf("server").key(kind).dns("a.example").issuedBy(authority);
        assertThatCode(() -> jsseTrusting(root).checkServerTrusted(array(server), "ECDHE_ECDSA"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> jsseTrusting(LocalAuthority.root("Other").selfSigned())
                        .checkServerTrusted(array(server), "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void chainLeavesTheRootOutAndPathHoldsIt() {
        LocalIdentity server = LocalAuthority.leaf("server").issuedBy(authority);
        assertThat(server.chain()).containsExactly(server.certificate(), authority.certificate());
        assertThat(server.path()).containsExactly(server.certificate(), authority.certificate(), root.certificate());
        assertThat(server.root()).isEqualTo(root.certificate());
        assertThat(root.chain()).containsExactly(root.certificate());
        assertThat(root.path()).containsExactly(root.certificate());
    }

    @Test
    void keyStoreHoldsKeyAndChain() throws Exception {
        LocalIdentity server = LocalAuthority.leaf("server").issuedBy(authority);
        char[] password = "changeit".toCharArray();
        KeyStore store = server.keyStore(password);
        assertThat(store.getKey("server", password)).isEqualTo(server.key());
        assertThat(store.getCertificateChain("server")).containsExactly(array(server));
    }

    @Test
    void pemReadsBack() throws Exception {
        LocalIdentity server = LocalAuthority.leaf("server").issuedBy(authority);
        byte[] pem = server.chainPem().getBytes(StandardCharsets.US_ASCII);
        assertThat(List.copyOf(
                        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))))
                .isEqualTo(server.chain());

        String base64 = server.keyPem().replaceAll("-----[A-Z ]+-----|\n", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        assertThat(key).isEqualTo(server.key());
    }

    @Test
    void forgedCertificateIsNotSignedByTheIssuerThatItNames() {
        LocalIdentity forged = LocalAuthority.leaf("forged").forged().issuedBy(authority);
        assertThat(forged.certificate().getIssuerX500Principal())
                .isEqualTo(authority.certificate().getSubjectX500Principal());
        assertThatThrownBy(() -> forged.certificate().verify(authority.keyPair().getPublic()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void keyCanBeShared() {
        KeyPair key = KeyKind.RSA_2048.generate();
        assertThat(LocalAuthority.leaf("one")
                        .key(key)
                        .selfSigned()
                        .certificate()
                        .getPublicKey())
                .isEqualTo(LocalAuthority.leaf("two")
                        .key(key)
                        .selfSigned()
                        .certificate()
                        .getPublicKey());
    }

    @Test
    void presentingReplacesWhatIsSentAndKeepsTheKey() {
        LocalIdentity server = LocalAuthority.leaf("server").issuedBy(authority);
        LocalIdentity incomplete = server.presenting(server.certificate());
        assertThat(incomplete.chain()).containsExactly(server.certificate());
        assertThat(incomplete.key()).isEqualTo(server.key());
    }

    private static X509Certificate[] array(LocalIdentity identity) {
        return identity.chain().toArray(X509Certificate[]::new);
    }

    private static X509TrustManager jsseTrusting(LocalIdentity root) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
