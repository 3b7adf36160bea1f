package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.Extension;

/** Chains without a fault, with keys of all kinds and paths of all lengths. */
final class GoodExhibits {

    private GoodExhibits() {}

    static List<Exhibit> exhibits() {
        Issued root = Specimen.root("Root").selfSigned();
        Issued authority = Specimen.intermediate("CA 1").by(root);
        Issued server = Specimen.leaf().by(authority);
        Issued rsaRoot = Specimen.root("RSA Root").key(SpecimenKey.rsa(2_048)).selfSigned();
        Issued mixed = Specimen.intermediate("CA 2")
                .key(SpecimenKey.ec("secp384r1", "SHA384withECDSA"))
                .by(rsaRoot);
        return List.of(
                of("good, RSA 2048", SpecimenKey.rsa(2_048)).agreed(),
                of("good, EC P-256", SpecimenKey.p256()).agreed(),
                of("good, EC P-384", SpecimenKey.ec("secp384r1", "SHA384withECDSA"))
                        .agreed(),
                of("good, EC P-521", SpecimenKey.ec("secp521r1", "SHA512withECDSA"))
                        .agreed(),
                of("good, Ed25519", SpecimenKey.named("Ed25519")).agreed(),
                of("good, Ed448", SpecimenKey.named("Ed448")).agreed(),
                of("good, RSASSA-PSS", SpecimenKey.rsaPss()).agreed(),
                of("good, ML-DSA-65", SpecimenKey.named("ML-DSA-65"))
                        .openssl("20")
                        .because("OpenSSL knows ML-DSA since 3.5; this is what 3.0 says."),
                exhibit("good, RSA root, P-384 intermediate, Ed25519 leaf")
                        .sends(Specimen.leaf().key(SpecimenKey.named("Ed25519")).by(mixed), mixed)
                        .trusting(rsaRoot)
                        .agreed(),
                exhibit("good, root sent")
                        .sends(server, authority, root)
                        .trusting(root)
                        .agreed(),
                exhibit("good, root not sent")
                        .sends(server, authority)
                        .trusting(root)
                        .agreed(),
                exhibit("good, issued by the root itself")
                        .sends(Specimen.leaf().by(root))
                        .trusting(root)
                        .agreed(),
                exhibit("good, 1,000 names")
                        .sends(Specimen.leaf().dns(names(1_000)).by(authority), authority)
                        .trusting(root)
                        .agreed(),
                exhibit("good, neither key identifiers nor key usage nor purpose")
                        .sends(
                                Specimen.leaf()
                                        .withoutKeyIdentifiers()
                                        .without(Extension.keyUsage)
                                        .without(Extension.extendedKeyUsage)
                                        .by(authority),
                                authority)
                        .trusting(root)
                        .agreed(),
                deep("good, path of five intermediates", 5).agreed(),
                deep("path of six intermediates", 6).agreed(),
                exhibit("10,000 names")
                        .sends(Specimen.leaf().dns(names(10_000)).by(authority), authority)
                        .trusting(root)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .because(
                                "The bare validators have no bound. In a handshake OpenSSL refuses more than 100 KB of certificates, Java 32 KB."));
    }

    private static Draft of(String name, SpecimenKey key) {
        Issued root = Specimen.root("Root").key(key).selfSigned();
        Issued authority = Specimen.intermediate("CA 1").key(key).by(root);
        return exhibit(name)
                .sends(Specimen.leaf().key(key).by(authority), authority)
                .trusting(root);
    }

    private static Draft deep(String name, int intermediates) {
        Issued root = Specimen.root("Root").selfSigned();
        List<Issued> sent = new ArrayList<>();
        Issued issuer = root;
        for (int depth = 1; depth <= intermediates; depth++) {
            issuer = Specimen.intermediate("CA " + depth).by(issuer);
            sent.addFirst(issuer);
        }
        sent.addFirst(Specimen.leaf().by(issuer));
        return exhibit(name).sends(sent).trusting(root);
    }

    private static String[] names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> number == count ? Exhibit.HOST : "name-%d.example.com".formatted(number))
                .toArray(String[]::new);
    }
}
