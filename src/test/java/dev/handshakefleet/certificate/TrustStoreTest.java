package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.certificate.chain.ChainInspector;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
        Path der = directory.resolve("root.der");
        Files.write(der, root.chainDer().getFirst());
        assertRefused(der, "root.der");
    }

    @Test
    void brokenCertificateIsReportedByNumber() throws IOException {
        String broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        assertRefused(file(LocalIdentity.pem(root.path()) + broken), "broken certificate 2 in ");
    }

    @Test
    void fileOfMoreThanFourMegabytesIsRefused() throws IOException {
        assertRefused(file(LocalIdentity.pem(root.path()) + " ".repeat(4 * 1024 * 1024)), "more than 4 MB in ");
    }

    private static void assertRefused(Path file, String shown) {
        assertThatThrownBy(() -> TrustStore.of("test", List.of()).and(file.toString(), "--ca"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("--ca: ")
                .hasMessageEndingWith("accepted: a readable PEM file with at least one certificate")
                .satisfies(thrown -> assertThat(thrown.getMessage()).containsAnyOf(shown, "characters)"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("bundle.pem"), text);
    }
}
