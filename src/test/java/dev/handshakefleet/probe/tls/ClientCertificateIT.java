package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.TlsOffer;
import dev.handshakefleet.target.TlsOffer.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates against OpenSSL servers that verify them. */
class ClientCertificateIT {

    private static final Map<KeyKind, LocalIdentity> CLIENTS = new EnumMap<>(KeyKind.class);
    private static final String SECRET = "correct horse";

    @TempDir
    private static Path directory;

    private static LocalIdentity server;

    @BeforeAll
    static void identities() throws IOException {
        OpensslServer.assumeInstalled();
        LocalIdentity root = LocalAuthority.root("CN=Client Root,O=Example").selfSigned();
        LocalIdentity authority = LocalAuthority.intermediate("Client CA").issuedBy(root);
        for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048, KeyKind.ED25519)) {
            CLIENTS.put(
                    kind,
                    LocalAuthority.leaf("client " + kind).key(kind).purposes().issuedBy(authority));
        }
        server = LocalAuthority.leaf("localhost")
                .key(KeyKind.RSA_2048)
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Root").selfSigned());
        file("key.pem", server.keyPem());
        file("chain.pem", server.chainPem());
        file("client-root.pem", LocalIdentity.pem(List.of(root.certificate())));
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, EC_P256", "TLSv1.3, EC_P384", "TLSv1.3, RSA_2048", "TLSv1.3, ED25519",
        "TLSv1.2, EC_P256", "TLSv1.2, EC_P384", "TLSv1.2, RSA_2048", "TLSv1.2, ED25519",
        "TLSv1.1, EC_P256", "TLSv1.1, RSA_2048", "TLSv1.0, EC_P256", "TLSv1.0, RSA_2048"
    })
    void signatureOfEveryKeyTypeIsAcceptedByTheServer(String version, KeyKind kind) throws IOException {
        try (OpensslServer verifying = verifying()) {
            SocketHandshake shake = SocketHandshake.with(
                            verifying.port(), of(version), Optional.of(identity(kind)), Optional.empty())
                    .succeeded();

            assertThat(shake.client().certificatePresented()).isTrue();
            assertThat(shake.answer()).contains("Verify return code: 0 (ok)", "Subject: CN=client " + kind);
        }
    }

    @Test
    void pkcs1SignatureIsUsedIfTheServerOffersNoOther() throws IOException {
        try (OpensslServer verifying = verifying("-client_sigalgs", "rsa_pkcs1_sha384:ecdsa_secp384r1_sha384")) {
            SocketHandshake shake = SocketHandshake.with(
                            verifying.port(), of("TLSv1.2"), Optional.of(identity(KeyKind.RSA_2048)), Optional.empty())
                    .succeeded();

            assertThat(shake.answer()).contains("Verify return code: 0 (ok)", "Subject: CN=client RSA_2048");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void keyWithoutAnAcceptedSignatureSchemePresentsNothing(String version) throws IOException {
        try (OpensslServer verifying = verifying("-client_sigalgs", "ed25519")) {
            SocketHandshake shake = SocketHandshake.with(
                    verifying.port(), of(version), Optional.of(identity(KeyKind.EC_P256)), Optional.empty());

            assertThat(shake.client().certificatePresented()).isFalse();
            assertThat(shake.failure()).get().isInstanceOf(TlsFatalAlertReceived.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2", "TLSv1.0"})
    void missingIdentityNamesTheAcceptedAuthorities(String version) throws IOException {
        try (OpensslServer verifying = verifying()) {
            SocketHandshake shake = SocketHandshake.with(verifying.port(), of(version));

            assertThat(shake.failure()).get().isInstanceOf(TlsFatalAlertReceived.class);
            assertThat(shake.client().certificatePresented()).isFalse();
            assertThat(shake.client().certificateRequest()).hasValueSatisfying(request -> {
                assertThat(request.authorities()).containsExactly("CN=Client Root,O=Example");
                assertThat(request.authorityCount()).isEqualTo(1);
            });
        }
    }

    @Test
    void noRequestIsReportedWithoutACertificateRequest() throws IOException {
        try (OpensslServer open = OpensslServer.start(directory, options().toArray(String[]::new))) {
            assertThat(SocketHandshake.with(open.port()).succeeded().client().certificateRequest())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs8 -topk8 -v2 aes-256-cbc",
                "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1",
                "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512",
                "pkcs8 -topk8 -v1 PBE-SHA1-3DES",
                "rsa -traditional -aes128",
                "rsa -traditional -des3"
            })
    void keysEncryptedByOpensslAreRead(String command) throws IOException {
        file("plain.pem", CLIENTS.get(KeyKind.RSA_2048).keyPem());
        String locked = openssl(command + " -in plain.pem -out locked.pem -passout", "pass:" + SECRET, "locked.pem");
        byte[] content = (locked + CLIENTS.get(KeyKind.RSA_2048).chainPem()).getBytes(StandardCharsets.US_ASCII);

        assertThat(locked).contains("ENCRYPTED");
        assertThat(ClientIdentity.read(content, Optional.of(SECRET.toCharArray()))
                        .chain())
                .hasSize(2);
        assertThatThrownBy(() -> ClientIdentity.read(content, Optional.of("wrong battery".toCharArray())))
                .isInstanceOf(BadInputException.class)
                .hasMessageNotContaining("battery");
        assertThatThrownBy(() -> ClientIdentity.read(content, Optional.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no password was given");
    }

    @Test
    void sec1EcKeyIsReadAfterItsParameters() throws IOException {
        LocalIdentity client = CLIENTS.get(KeyKind.EC_P384);
        file("plain.pem", client.keyPem());
        String older = openssl("ec -in plain.pem -out", "older.pem", "older.pem");
        String curve = openssl("ecparam -name secp384r1 -out", "curve.pem", "curve.pem");
        byte[] content = (curve + older + client.chainPem()).getBytes(StandardCharsets.US_ASCII);

        assertThat(older).contains("BEGIN EC PRIVATE KEY");
        assertThat(ClientIdentity.read(content, Optional.empty()).chain()).hasSize(2);
    }

    private static String openssl(String command, String last, String output) throws IOException {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(command.split(" ", -1)));
        words.add(last);
        try {
            Process process = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(messages).isZero();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Files.readString(directory.resolve(output));
    }

    private static ClientIdentity identity(KeyKind kind) {
        LocalIdentity client = CLIENTS.get(kind);
        return ClientIdentity.read(
                (client.keyPem() + client.chainPem()).getBytes(StandardCharsets.US_ASCII), Optional.empty());
    }

    private static OpensslServer verifying(String... more) throws IOException {
        List<String> all = options();
        all.addAll(List.of("-Verify", "3", "-verify_return_error", "-CAfile"));
        all.add(directory.resolve("client-root.pem").toString());
        all.addAll(List.of(more));
        return OpensslServer.start(directory, all.toArray(String[]::new));
    }

    private static List<String> options() {
        List<String> all = new ArrayList<>(List.of("-www", "-min_protocol", "TLSv1", "-cipher", "DEFAULT@SECLEVEL=0"));
        all.addAll(List.of("-key", directory.resolve("key.pem").toString()));
        all.addAll(List.of("-cert", directory.resolve("chain.pem").toString()));
        return all;
    }

    private static TlsOffer of(String version) {
        return new TlsOffer(Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.empty());
    }

    private static void file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
