package dev.handshakefleet.probe.tls.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The usual forms of client certificates, and the usual mistakes in them. */
class ClientIdentityTest {

    private static final String SECRET = "s3cr3t-pass";
    private static final LocalIdentity ROOT = LocalAuthority.root("Root").selfSigned();
    private static final LocalIdentity CA = LocalAuthority.intermediate("CA").issuedBy(ROOT);
    private static final LocalIdentity CLIENT = client(KeyKind.EC_P256);

    private static LocalIdentity client(KeyKind kind) {
        return LocalAuthority.leaf("client").key(kind).issuedBy(CA);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"EC_P256", "EC_P384", "RSA_2048", "ED25519"})
    void pemIsReadInAnyOrder(KeyKind kind) {
        LocalIdentity identity = client(kind);
        String caFirst = LocalIdentity.pem(List.of(ROOT.certificate(), CA.certificate()));

        ClientIdentity read = pem(caFirst + identity.keyPem() + LocalIdentity.pem(List.of(identity.certificate())));

        assertThat(read.chain())
                .extracting(certificate -> certificate.getSubject().toString())
                .containsExactly("CN=client", "CN=CA", "CN=Root");
    }

    @Test
    void pkcs12IsReadWithItsPassword() throws GeneralSecurityException, IOException {
        byte[] store = pkcs12(CLIENT);
        assertThat(ClientIdentity.read(store, Optional.of(SECRET.toCharArray())).chain())
                .hasSize(2);
        assertThatThrownBy(() -> ClientIdentity.read(store, Optional.of("other".toCharArray())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another password")
                .hasMessageNotContaining("other'");
        assertThatThrownBy(() -> ClientIdentity.read(store, Optional.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("none was given");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> pem(client(KeyKind.EC_P256).keyPem() + CLIENT.chainPem()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("clientCertificate")
                .hasMessageContaining("belongs to none of its 2 certificates");
    }

    @Test
    void missingPartIsNamed() {
        assertThatThrownBy(() -> pem(CLIENT.chainPem())).hasMessageContaining("0 private keys and 2 certificates");
        assertThatThrownBy(() -> pem(CLIENT.keyPem())).hasMessageContaining("1 private keys and 0 certificates");
        assertThatThrownBy(() -> ClientIdentity.read(new byte[] {1, 2, 3}, Optional.empty()))
                .hasMessageContaining("3 bytes that are neither PEM nor readable PKCS#12");
        assertThatThrownBy(() -> pem("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n"))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void keyOfAnotherAlgorithmIsRefused() {
        LocalIdentity postQuantum = client(KeyKind.ML_DSA_65);
        assertThatThrownBy(() -> pem(postQuantum.keyPem() + postQuantum.chainPem()))
                .hasMessageContaining("RSA, EC, Ed25519 or Ed448");
    }

    @Test
    void pkcs1RsaKeyIsRead() throws IOException {
        LocalIdentity rsa = client(KeyKind.RSA_2048);
        assertThat(pem(older(rsa, "RSA PRIVATE KEY") + rsa.chainPem()).chain()).hasSize(2);
    }

    @Test
    void toStringShowsNoSecret() {
        assertThat(pem(CLIENT.keyPem() + CLIENT.chainPem())).hasToString("ClientIdentity[2 certificates]");
    }

    private static String older(LocalIdentity identity, String label) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(identity.key().getEncoded());
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(
                    label, info.parsePrivateKey().toASN1Primitive().getEncoded()));
        }
        return text.toString();
    }

    private static byte[] pkcs12(LocalIdentity identity) throws GeneralSecurityException, IOException {
        KeyStore store = identity.keyStore(SECRET.toCharArray());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, SECRET.toCharArray());
        return bytes.toByteArray();
    }

    private static ClientIdentity pem(String text) {
        return ClientIdentity.read(text.getBytes(StandardCharsets.US_ASCII), Optional.empty());
    }
}
