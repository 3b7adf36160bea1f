package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;

import dev.handshakefleet.verdict.FindingCode;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** The ends of paths, missing ends, and the signatures along them. */
final class PathExhibits {

    private PathExhibits() {}

    static List<Exhibit> exhibits() {
        Issued root = Specimen.root("Root").selfSigned();
        Issued authority = Specimen.intermediate("CA 1").by(root);
        Issued server = Specimen.leaf().by(authority);
        Issued self = Specimen.leaf().selfSigned();
        Issued stale = Specimen.leafNamed("self")
                .dns("router.local")
                .valid("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")
                .selfSigned();
        Issued stranger = Specimen.root("Stranger").selfSigned();
        Issued strange = Specimen.intermediate("Strange CA").by(stranger);
        Issued ofStranger = Specimen.leaf().by(strange);
        Issued impostor = Specimen.root("Root").selfSigned();
        Issued ofImpostor = Specimen.intermediate("CA 1").by(impostor);
        Issued olderImpostor = Specimen.root("Root").withoutKeyIdentifiers().selfSigned();
        Issued oldStyle = Specimen.intermediate("CA 1").withoutKeyIdentifiers().by(olderImpostor);
        Issued forgedAuthority = Specimen.intermediate("CA 1").forged().by(root);
        Issued forgedSelf = Specimen.leaf().forged().selfSigned();
        Issued forgedRoot = Specimen.root("Root").forged().selfSigned();
        Issued ofForgedRoot = Specimen.intermediate("CA 1").by(forgedRoot);
        Issued anotherKey = Specimen.leaf()
                .with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[20]))
                .by(authority);
        Issued brainpool = Specimen.root("Root")
                .key(SpecimenKey.foreign("brainpoolP256r1"))
                .selfSigned();
        Issued forgedOnBrainpool = Specimen.intermediate("CA 1").forged().by(brainpool);
        Issued byLeaf = Specimen.leafNamed("below").dns(Exhibit.HOST).by(server);
        return List.of(
                exhibit("intermediate as the anchor")
                        .sends(server)
                        .trusting(authority)
                        .agreed(),
                exhibit("intermediate as the anchor, root sent")
                        .sends(server, authority, root)
                        .trusting(authority)
                        .agreed(),
                exhibit("leaf as the anchor").sends(server).trusting(server).agreed(),
                exhibit("self-signed, trusted").sends(self).trusting(self).agreed(),
                exhibit("self-signed")
                        .sends(self)
                        .trusting(root)
                        .ours(critical(FindingCode.SELF_SIGNED))
                        .openssl("18")
                        .jdk("no path")
                        .agreed(),
                exhibit("self-signed, expired, for another name")
                        .sends(stale)
                        .trusting(root)
                        .ours(
                                critical(FindingCode.CERT_EXPIRED),
                                critical(FindingCode.HOSTNAME_MISMATCH),
                                critical(FindingCode.SELF_SIGNED))
                        .openssl("18, 62")
                        .jdk("no path")
                        .agreed(),
                exhibit("incomplete")
                        .sends(server)
                        .trusting(root)
                        .ours(critical(FindingCode.INCOMPLETE_CHAIN))
                        .openssl("20")
                        .jdk("no path")
                        .agreed(),
                exhibit("untrusted root, not sent")
                        .sends(ofStranger, strange)
                        .trusting(root)
                        .ours(critical(FindingCode.UNTRUSTED_ROOT))
                        .openssl("20")
                        .jdk("no path")
                        .agreed(),
                exhibit("untrusted root, sent")
                        .sends(ofStranger, strange, stranger)
                        .trusting(root)
                        .ours(critical(FindingCode.UNTRUSTED_ROOT))
                        .openssl("19")
                        .jdk("no path")
                        .agreed(),
                exhibit("untrusted namesake of the trusted root")
                        .sends(Specimen.leaf().by(ofImpostor), ofImpostor, impostor)
                        .trusting(root)
                        .ours(critical(FindingCode.UNTRUSTED_ROOT))
                        .openssl("19")
                        .jdk("no trust anchor")
                        .agreed(),
                exhibit("untrusted namesake without key identifiers, not sent")
                        .sends(Specimen.leaf().by(oldStyle), oldStyle)
                        .trusting(root)
                        .ours(critical(FindingCode.BAD_SIGNATURE))
                        .openssl("7")
                        .jdk("invalid signature")
                        .agreed(),
                exhibit("bad signature of the leaf")
                        .sends(Specimen.leaf().forged().by(authority), authority)
                        .trusting(root)
                        .ours(critical(FindingCode.BAD_SIGNATURE))
                        .openssl("7")
                        .jdk("invalid signature")
                        .agreed(),
                exhibit("bad signature of the intermediate")
                        .sends(Specimen.leaf().by(forgedAuthority), forgedAuthority)
                        .trusting(root)
                        .ours(critical(FindingCode.BAD_SIGNATURE))
                        .openssl("7")
                        .jdk("invalid signature")
                        .agreed(),
                exhibit("bad signature of a self-signed leaf")
                        .sends(forgedSelf)
                        .trusting(root)
                        .ours(critical(FindingCode.UNTRUSTED_ROOT), critical(FindingCode.BAD_SIGNATURE))
                        .openssl("18")
                        .jdk("no path")
                        .agreed(),
                exhibit("bad signature under a brainpool root")
                        .sends(Specimen.leaf().by(forgedOnBrainpool), forgedOnBrainpool)
                        .trusting(brainpool)
                        .ours(critical(FindingCode.BAD_SIGNATURE))
                        .openssl("7")
                        .jdk("invalid signature")
                        .agreed(),
                exhibit("twenty forgeries of one name under a brainpool root")
                        .sends(forgeries(brainpool))
                        .trusting(brainpool)
                        .ours(critical(FindingCode.BAD_SIGNATURE))
                        .openssl("18")
                        .jdk("invalid signature")
                        .agreed(),
                exhibit("bad signature of the trusted root")
                        .sends(Specimen.leaf().by(ofForgedRoot), ofForgedRoot)
                        .trusting(forgedRoot)
                        .agreed(),
                exhibit("authority key identifier of another key")
                        .sends(anotherKey, authority)
                        .trusting(root)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("20")
                        .because(
                                "The key did sign it. Go, Java and Chrome take the identifier for a hint; OpenSSL, and with it curl and Python, finds no issuer."),
                exhibit("issued by a leaf")
                        .sends(byLeaf, server, authority)
                        .trusting(root)
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("26, 32, 79")
                        .jdk("invalid key usage")
                        .agreed());
    }

    /** More pairs of issuer and issued certificate than any validator checks. */
    private static List<Issued> forgeries(Issued root) {
        List<Issued> sent = new ArrayList<>();
        sent.add(Specimen.leaf()
                .subject(root.subject())
                .withoutKeyIdentifiers()
                .forged()
                .by(root));
        while (sent.size() < 20) {
            sent.add(Specimen.intermediate("Root")
                    .key(SpecimenKey.foreign("brainpoolP256r1"))
                    .withoutKeyIdentifiers()
                    .forged()
                    .by(root));
        }
        return sent;
    }
}
