package dev.handshakefleet.fuzz;

import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Makes the seeds: one chain for each thing that a chain can be, the trust store and the good neighbours. */
final class SeedWriter {

    private static final Duration TEN_YEARS = Duration.ofDays(3_650);
    private static final int SIGNER_BITS = 1_024;

    private final List<X509Certificate> trusted = new ArrayList<>();
    private final LocalIdentity root = trusted(authority("Root"));
    private final LocalIdentity upper = authority("Upper CA").issuedBy(root);
    private final LocalIdentity lower = authority("Lower CA").issuedBy(upper);
    private final LocalIdentity server = leaf("CN=server, O=Example, C=DE").issuedBy(lower);

    void writeAll() throws IOException, GeneralSecurityException {
        writeSigner();
        writeChains();
        SignedSeeds signed = new SignedSeeds();
        trusted.add(signed.root());
        for (SignedSeeds.Named chain : signed.chains()) {
            write("ChainFuzz/signed-" + chain.name(), ChainInput.of(ChainInput.SIGNED, chain.toBeSigned()));
        }
        write("good.pem", ascii(LocalIdentity.pem(server.chain())));
        write("trust.pem", ascii(LocalIdentity.pem(trusted)));
        writeNeighbours();
        writeBundles();
        writeMessages();
    }

    private void writeSigner() throws IOException, GeneralSecurityException {
        Path file = Seeds.DIRECTORY.resolve("signer.pkcs8");
        if (!Files.exists(file)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(SIGNER_BITS);
            write("signer.pkcs8", generator.generateKeyPair().getPrivate().getEncoded());
        }
    }

    private void writeChains() throws IOException, GeneralSecurityException {
        chain("nothing", List.of());
        chain("good", server.chainDer());
        chain("root-sent", LocalIdentity.der(server.path()));
        chain("backwards", LocalIdentity.der(server.path()).reversed());
        chain(
                "twice",
                Collections.nCopies(2, server.chainDer()).stream()
                        .flatMap(List::stream)
                        .toList());
        chain("leaf-alone", server.chainDer().subList(0, 1));
        chain("not-der", List.of(ascii("HTTP/1.1 400 Bad Request"), ascii(server.chainPem())));
        for (KeyKind kind : KeyKind.values()) {
            LocalIdentity own = trusted(authority("Root " + kind).key(kind));
            LocalIdentity below = authority("CA " + kind).key(kind).issuedBy(own);
            chain("key-" + kind, leaf("leaf").key(kind).issuedBy(below).chainDer());
        }
        chain("mixed-keys", leaf("leaf").key(KeyKind.RSA_2048).issuedBy(lower).chainDer());
        writeFaults();
        writeTangles();
    }

    private void writeFaults() throws IOException {
        chain("self-signed", leaf("self").selfSigned().chainDer());
        chain(
                "expired",
                leaf("old")
                        .valid(FuzzedInspection.AT.minus(TEN_YEARS), FuzzedInspection.AT.minusSeconds(1))
                        .issuedBy(lower)
                        .chainDer());
        chain("forged", leaf("forged").forged().issuedBy(lower).chainDer());
        chain(
                "forged-issuer",
                leaf("leaf")
                        .issuedBy(authority("forged").forged().issuedBy(root))
                        .chainDer());
        chain(
                "no-ca",
                leaf("leaf")
                        .issuedBy(authority("no CA").withoutCaFlag().issuedBy(root))
                        .chainDer());
        chain(
                "no-usage",
                leaf("leaf")
                        .issuedBy(authority("none").withoutItsKeyUsage().issuedBy(root))
                        .chainDer());
        chain(
                "path-length",
                leaf("leaf")
                        .issuedBy(authority("deep")
                                .issuedBy(authority("0").pathLength(0).issuedBy(root)))
                        .chainDer());
        chain(
                "client-only",
                leaf("client")
                        .purposes(KeyPurposeId.id_kp_clientAuth)
                        .issuedBy(lower)
                        .chainDer());
        chain("critical", leaf("odd").unknownCriticalExtension().issuedBy(lower).chainDer());
        LocalIdentity constrained =
                authority("constrained").permittingOnly("example.org").issuedBy(root);
        chain("constrained", leaf("leaf").issuedBy(constrained).chainDer());
        LocalIdentity permitting =
                authority("permitting").permittingOnly("example.com").issuedBy(root);
        chain("permitted", leaf("leaf").issuedBy(permitting).chainDer());
        chain(
                "negative-serial",
                leaf("negative").serial(BigInteger.TEN.negate()).issuedBy(lower).chainDer());
        chain(
                "names",
                leaf("names")
                        .dns("*.example.org", "under_score.example", "xn--bcher-kva.example", "*.com", "a..b")
                        .ip("10.0.0.1", "2001:db8::1")
                        .issuedBy(lower)
                        .chainDer());
        chain(
                "many-names",
                leaf("many")
                        .dns(IntStream.range(0, 200)
                                .mapToObj(n -> "n" + n + ".example.org")
                                .toArray(String[]::new))
                        .issuedBy(lower)
                        .chainDer());
        chain(
                "no-identifiers",
                leaf("plain").withoutKeyIdentifiers().issuedBy(lower).chainDer());
        KeyPair rsa = KeyKind.RSA_2048.generate();
        LocalIdentity md5 = trusted(authority("RSA").key(rsa));
        chain("md5", leaf("md5").key(rsa).signedWith("MD5withRSA").issuedBy(md5).chainDer());
    }

    /** Where the search for a path could lose its way. */
    private void writeTangles() throws IOException {
        KeyPair one = KeyKind.EC_P256.generate();
        KeyPair two = KeyKind.EC_P256.generate();
        LocalIdentity first = authority("First").key(one).selfSigned();
        LocalIdentity second = authority("Second").key(two).selfSigned();
        LocalIdentity firstBySecond = authority("First").key(one).issuedBy(second);
        LocalIdentity secondByFirst = authority("Second").key(two).issuedBy(first);
        LocalIdentity firstByRoot = authority("First").key(one).issuedBy(root);
        List<byte[]> circle =
                new ArrayList<>(leaf("leaf").issuedBy(secondByFirst).chainDer());
        circle.addAll(firstBySecond.chainDer());
        chain("circle", List.copyOf(circle));
        circle.addAll(firstByRoot.chainDer());
        chain("circle-with-a-way-out", List.copyOf(circle));

        LocalIdentity same = authority("Same").withoutKeyIdentifiers().selfSigned();
        List<byte[]> crowd = new ArrayList<>(leaf("leaf").issuedBy(same).chainDer());
        while (crowd.size() < 20) {
            crowd.addAll(authority("Same")
                    .withoutKeyIdentifiers()
                    .forged()
                    .issuedBy(same)
                    .chainDer());
        }
        chain("crowd-of-namesakes", crowd);

        List<byte[]> ladder = new ArrayList<>();
        LocalIdentity rung = root;
        for (int step = 0; step < 14; step++) {
            rung = authority("Rung " + step).issuedBy(rung);
        }
        ladder.addAll(leaf("leaf").issuedBy(rung).chainDer());
        chain("ladder", ladder);
    }

    private void writeNeighbours() throws IOException {
        int place = ChainInput.LEAF;
        for (byte[] certificate : server.chainDer()) {
            writePlace(place++, certificate);
        }
        writePlace(ChainInput.BESIDES, root.chainDer().getFirst());
    }

    private void writePlace(int mode, byte[] certificate) throws IOException {
        write("ChainFuzz/place-" + mode, org.bouncycastle.util.Arrays.prepend(certificate, (byte) mode));
    }

    private void writeBundles() throws IOException {
        String own = LocalIdentity.pem(root.path());
        write("PemFuzz/one", ascii(own));
        write("PemFuzz/all", ascii("# comment\n" + LocalIdentity.pem(trusted.subList(0, 5))));
        write("PemFuzz/windows", ascii(own.replace("\n", "\r\n") + "text\r\n" + LocalIdentity.pem(upper.chain())));
        write("PemFuzz/other-objects", ascii("-----BEGIN X509 CRL-----\nMA==\n-----END X509 CRL-----\n" + own));
        write("PemFuzz/unended", ascii("-----BEGIN CERTIFICATE-----\n" + own));
        write("PemFuzz/broken", ascii(own.replaceFirst("MII", "MIJ")));
        write(
                "PemFuzz/long",
                ascii("-----BEGIN CERTIFICATE-----\n" + "AAAA\n".repeat(500) + "-----END CERTIFICATE-----\n"));
        write("PemFuzz/empty", new byte[0]);
        write("PemFuzz/der", root.chainDer().getFirst());
    }

    private void writeMessages() throws IOException {
        MessageSeeds seeds = new MessageSeeds(server.chainDer());
        for (MessageSeeds.Named message : seeds.messages()) {
            write("MessageFuzz/" + message.name(), message.bytes());
        }
    }

    private void chain(String name, List<byte[]> certificates) throws IOException {
        write("ChainFuzz/" + name, ChainInput.of(ChainInput.LIST, certificates));
    }

    private LocalIdentity trusted(CertificateDraft draft) {
        LocalIdentity identity = draft.selfSigned();
        trusted.add(identity.certificate());
        return identity;
    }

    private static CertificateDraft authority(String name) {
        return LocalAuthority.intermediate(name)
                .valid(FuzzedInspection.AT.minus(TEN_YEARS), FuzzedInspection.AT.plus(TEN_YEARS));
    }

    private static CertificateDraft leaf(String name) {
        return LocalAuthority.leaf(name)
                .dns(FuzzedInspection.HOST)
                .valid(FuzzedInspection.AT.minus(TEN_YEARS), FuzzedInspection.AT.plus(TEN_YEARS));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(String name, byte[] content) throws IOException {
        Path file = Seeds.DIRECTORY.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
