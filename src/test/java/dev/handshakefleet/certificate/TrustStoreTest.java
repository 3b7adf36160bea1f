package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.certificate.chain.ChainInspector;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.support.OpensslServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreTest {

    private final Instant now = Instant.now();

    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final LocalIdentity other = LocalAuthority.root("Other").selfSigned();

    @TempDir
    Path directory;

    @Test
    void jdkStoreHasRootsAndIsLoadedOnce() {
        assertThat(TrustStore.jdk().size()).isGreaterThan(50);
        assertThat(TrustStore.jdk()).isSameAs(TrustStore.jdk());
    }

    @Test
    void rootsAreReadByTheFirstUseAndOnce() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        TrustStore lazy = TrustStore.readLater("lazy", () -> {
            reads.incrementAndGet();
            return root.path();
        });
        TrustStore both = lazy.and(file(LocalIdentity.pem(other.path())).toString(), "--ca");

        assertThat(reads).hasValue(0);
        both.load();
        assertThat(both.size()).isEqualTo(2);
        assertThat(lazy.size()).isEqualTo(1);
        assertThat(reads).hasValue(1);
    }

    @Test
    void everyRootOfTheJdkCanBeReadAsAnAnchor() throws Exception {
        // PathSearch passes over an anchor that cannot be read: none of the JDK's may be one.
        for (var anchor : TrustStore.jdk().anchors()) {
            assertThat(new ParsedCertificate(anchor).facts(Role.ROOT, false).key())
                    .matches("(RSA|EC) .*");
        }
    }

    @Test
    void bundleAddsEveryCertificateToANewStore() throws IOException {
        String bundle = "# comment\n" + LocalIdentity.pem(root.path()) + root.keyPem() + "text in between\r\n"
                + LocalIdentity.pem(other.path()).replace("\n", "\r\n");
        TrustStore empty = TrustStore.of("test", List.of());
        TrustStore both = empty.and(file(bundle).toString(), "--ca");

        assertThat(empty.size()).isZero();
        assertThat(both.size()).isEqualTo(2);
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns("a.example").issuedBy(other);
        assertThat(new ChainInspector(both)
                        .inspect(leaf.chainDer(), "a.example", now)
                        .problems())
                .isEmpty();
    }

    @Test
    void sameCertificateTwiceCountsOnce() throws IOException {
        Path twice = file(LocalIdentity.pem(List.of(root.certificate(), root.certificate())));
        assertThat(TrustStore.of("test", root.path())
                        .and(twice.toString(), "--ca")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void missingFileIsReportedWithItsField() {
        assertRefused(directory.resolve("missing.pem"), "missing.pem");
    }

    @Test
    void filesWithoutPemCertificatesAreRefused() throws IOException {
        assertRefused(directory, directory.getFileName().toString().substring(0, 5));
        assertRefused(file(""), "bundle.pem");
        assertRefused(file(root.keyPem()), "bundle.pem");
        assertRefused(file(root.keyPem()), "PRIVATE KEY and no certificate");
        Path keyStore = directory.resolve("a.p12");
        Files.write(keyStore, new byte[] {0x30, 0x03, 0x02, 0x01, 0x03});
        assertRefused(keyStore, "DER without a certificate");
        Path old = directory.resolve("a.jks");
        Files.write(old, new byte[] {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED, 0, 0, 0, 2});
        assertRefused(old, "a Java key store");
    }

    @Test
    void certificateInDerIsRead() throws IOException {
        Path der = directory.resolve("root.der");
        Files.write(der, root.chainDer().getFirst());

        assertThat(anchors(der)).containsExactly(root.certificate());
    }

    @Test
    void oldLabelOfACertificateIsRead() throws IOException {
        Path file = file(LocalIdentity.pem(root.path()).replace(" CERTIFICATE-", " X509 CERTIFICATE-"));

        assertThat(anchors(file)).containsExactly(root.certificate());
    }

    @Test
    void messageOfPkcs7IsReadInPemAndInDer() throws IOException {
        OpensslServer.assumeInstalled();
        Path both = file(LocalIdentity.pem(root.path()) + LocalIdentity.pem(other.path()));
        for (String form : List.of("PEM", "DER")) {
            Path message = directory.resolve("bundle.p7b." + form);
            openssl("crl2pkcs7", "-nocrl", "-certfile", both.toString(), "-outform", form, "-out", message.toString());

            assertThat(anchors(message)).containsExactlyInAnyOrder(root.certificate(), other.certificate());
        }
    }

    @Test
    void trustSettingsOfOpensslCount() throws IOException {
        OpensslServer.assumeInstalled();

        assertThat(anchors(trusted("-addtrust", "serverAuth"))).containsExactly(root.certificate());
        assertThat(anchors(trusted("-addreject", "emailProtection"))).containsExactly(root.certificate());
        assertThat(anchors(trusted("-setalias", "name"))).containsExactly(root.certificate());
        assertRefused(trusted("-addtrust", "emailProtection"), "exclude TLS servers");
        assertRefused(trusted("-addreject", "serverAuth"), "exclude TLS servers");
    }

    private Path trusted(String option, String value) throws IOException {
        Path output = directory.resolve("trusted.pem");
        Path input = file(LocalIdentity.pem(root.path()));
        openssl("x509", "-in", input.toString(), "-trustout", option, value, "-out", output.toString());
        assertThat(Files.readString(output)).contains("BEGIN TRUSTED CERTIFICATE");
        return output;
    }

    private static void openssl(String... arguments) {
        assertThat(OpensslServer.run(Stream.concat(Stream.of("openssl"), Stream.of(arguments))
                        .toArray(String[]::new)))
                .isTrue();
    }

    private static Set<X509Certificate> anchors(Path file) {
        return TrustStore.of("test", List.of()).and(file.toString(), "--ca").anchors();
    }

    @Test
    void brokenCertificateIsReportedByNumber() throws IOException {
        String broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        assertRefused(file(LocalIdentity.pem(root.path()) + broken), "broken certificate 2 in ");
        assertRefused(
                file(LocalIdentity.pem(root.path()) + broken.replace("MIIB", "!!!!")), "broken certificate 2 in ");
        assertRefused(file(broken + LocalIdentity.pem(root.path())), "broken certificate 1 in ");
        assertRefused(file(LocalIdentity.pem(root.path()) + "-----BEGIN CERTIFICATE-----\nMIIB"), "certificate 2 in ");
    }

    @Test
    void fileOfMoreThanFourMegabytesIsRefused() throws IOException {
        assertRefused(file(LocalIdentity.pem(root.path()) + " ".repeat(4 * 1024 * 1024)), "more than 4 MB in ");
    }

    private static void assertRefused(Path file, String shown) {
        assertThatThrownBy(() -> TrustStore.of("test", List.of()).and(file.toString(), "--ca"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("--ca: ")
                .hasMessageEndingWith(
                        "accepted: a readable file with at least one certificate, in PEM (CERTIFICATE, TRUSTED"
                                + " CERTIFICATE, PKCS7) or DER")
                .satisfies(thrown -> assertThat(thrown.getMessage()).containsAnyOf(shown, "characters)"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("bundle.pem"), text);
    }
}
