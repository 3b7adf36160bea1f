package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The right to sign certificates, and the purposes of a certificate. */
final class RightsExhibits {

    private static final ASN1ObjectIdentifier NOBODY_KNOWS = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final Issued ROOT = Specimen.root("Root").selfSigned();
    private static final Issued AUTHORITY = Specimen.intermediate("CA 1").by(ROOT);

    private RightsExhibits() {}

    static List<Exhibit> exhibits() {
        Issued narrow = Specimen.intermediate("Narrow").pathLength(0).by(ROOT);
        Issued below = Specimen.intermediate("Below").by(narrow);
        Issued renewed = Specimen.intermediate("Narrow").by(narrow);
        Issued wide = Specimen.intermediate("Wide").pathLength(1).by(ROOT);
        Issued belowWide = Specimen.intermediate("Below").pathLength(0).by(wide);
        Issued narrowRoot = Specimen.root("Narrow Root").pathLength(0).selfSigned();
        Issued belowRoot = Specimen.intermediate("Below").by(narrowRoot);
        Issued oldRoot = Specimen.root("Old Root").version1().selfSigned();
        Issued ofOldRoot = Specimen.intermediate("CA 1").by(oldRoot);
        Issued noCaRoot = Specimen.root("Root")
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .selfSigned();
        Issued ofNoCaRoot = Specimen.intermediate("CA 1").by(noCaRoot);
        Issued clientRoot =
                Specimen.root("Root").purposes(KeyPurposeId.id_kp_clientAuth).selfSigned();
        Issued ofClientRoot = Specimen.intermediate("CA 1").by(clientRoot);
        Issued oddRoot =
                Specimen.root("Root").with(NOBODY_KNOWS, true, DERNull.INSTANCE).selfSigned();
        Issued ofOddRoot = Specimen.intermediate("CA 1").by(oddRoot);
        return List.of(
                under(
                                "intermediate without basic constraints",
                                Specimen.intermediate("CA").without(Extension.basicConstraints))
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("79")
                        .jdk("not ca cert")
                        .agreed(),
                under(
                                "intermediate whose CA flag is false",
                                Specimen.intermediate("CA")
                                        .with(Extension.basicConstraints, true, new BasicConstraints(false)))
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("26, 79")
                        .jdk("not ca cert")
                        .agreed(),
                under(
                                "intermediate whose basic constraints are not critical",
                                Specimen.intermediate("CA")
                                        .with(Extension.basicConstraints, false, new BasicConstraints(true)))
                        .agreed(),
                under(
                                "intermediate without keyCertSign",
                                Specimen.intermediate("CA").usage(KeyUsage.cRLSign | KeyUsage.digitalSignature))
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("26, 32, 79")
                        .jdk("invalid key usage")
                        .agreed(),
                under(
                                "intermediate without key usage",
                                Specimen.intermediate("CA").without(Extension.keyUsage))
                        .agreed(),
                under("intermediate of version 1", Specimen.intermediate("CA").version1())
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("26, 79")
                        .jdk("not ca cert")
                        .agreed(),
                exhibit("root of version 1")
                        .sends(Specimen.leaf().by(ofOldRoot), ofOldRoot)
                        .trusting(oldRoot)
                        .agreed(),
                exhibit("root whose CA flag is false")
                        .sends(Specimen.leaf().by(ofNoCaRoot), ofNoCaRoot)
                        .trusting(noCaRoot)
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("26, 79")
                        .jdk("not ca cert")
                        .agreed(),
                exhibit("path length exceeded")
                        .sends(Specimen.leaf().by(below), below, narrow)
                        .trusting(ROOT)
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("25")
                        .jdk("path too long")
                        .agreed(),
                exhibit("path length just enough")
                        .sends(Specimen.leaf().by(belowWide), belowWide, wide)
                        .trusting(ROOT)
                        .agreed(),
                exhibit("path length zero above a self-issued intermediate")
                        .sends(Specimen.leaf().by(renewed), renewed, narrow)
                        .trusting(ROOT)
                        .agreed(),
                exhibit("path length of the root exceeded")
                        .sends(Specimen.leaf().by(belowRoot), belowRoot)
                        .trusting(narrowRoot)
                        .ours(critical(FindingCode.NOT_A_CA))
                        .openssl("25")
                        .because("The JDK does not look at the path length of its anchors; OpenSSL, Go and Chrome do."),
                server(
                                "leaf with CA rights",
                                Specimen.leaf().with(Extension.basicConstraints, true, new BasicConstraints(true)))
                        .agreed(),
                server("leaf for clients only", Specimen.leaf().purposes(KeyPurposeId.id_kp_clientAuth))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .jdk("extended key usage")
                        .agreed(),
                server("leaf for signing code", Specimen.leaf().purposes(KeyPurposeId.id_kp_codeSigning))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .jdk("extended key usage")
                        .agreed(),
                server("leaf for any purpose", Specimen.leaf().purposes(KeyPurposeId.anyExtendedKeyUsage))
                        .openssl("26")
                        .because(
                                "RFC 5280, 4.2.1.12 leaves it to the client. Go, Java and Chrome accept it; OpenSSL, and with it curl and Python, does not."),
                server(
                                "leaf for servers and clients",
                                Specimen.leaf().purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth))
                        .agreed(),
                server("leaf without extended key usage", Specimen.leaf().without(Extension.extendedKeyUsage))
                        .agreed(),
                server(
                                "leaf with an empty extended key usage",
                                Specimen.leaf().with(Extension.extendedKeyUsage, false, new DERSequence()))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .jdk("extended key usage")
                        .agreed(),
                under(
                                "intermediate for clients only",
                                Specimen.intermediate("CA").purposes(KeyPurposeId.id_kp_clientAuth))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .because(
                                "RFC 5280 says nothing about purposes of authorities, and the JDK does not look. OpenSSL, Go and the browsers do."),
                under("intermediate for servers", Specimen.intermediate("CA").purposes(KeyPurposeId.id_kp_serverAuth))
                        .agreed(),
                exhibit("root for clients only")
                        .sends(Specimen.leaf().by(ofClientRoot), ofClientRoot)
                        .trusting(clientRoot)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .because(
                                "RFC 5937 lets anchors be held to what they say. The JDK does not; OpenSSL, Go and Chrome do."),
                server("leaf for key encipherment only, EC key", Specimen.leaf().usage(KeyUsage.keyEncipherment))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk("key usage")
                        .because(
                                "An EC key encrypts nothing, and RFC 8446, 4.4.2.2 demands digitalSignature. The command does not look; Java and Chrome do."),
                server(
                                "leaf for key encipherment only, RSA key",
                                Specimen.leaf().usage(KeyUsage.keyEncipherment).key(SpecimenKey.rsa(2_048)))
                        .jdk("key usage")
                        .because(
                                "Enough for the key exchange of TLS 1.2 that nobody should use any more. Java and Chrome refuse it for every other one; OpenSSL and Go do not look."),
                server("leaf for key agreement only", Specimen.leaf().usage(KeyUsage.keyAgreement))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk("key usage")
                        .because(
                                "Made for ECDH without a signature, which has left TLS; RFC 8446, 4.4.2.2 demands digitalSignature. The command does not look; Java and Chrome do."),
                server("leaf for non-repudiation only", Specimen.leaf().usage(KeyUsage.nonRepudiation))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .jdk("key usage")
                        .agreed(),
                server(
                                "leaf for signing lists of revoked certificates only",
                                Specimen.leaf().usage(KeyUsage.cRLSign))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("26")
                        .jdk("key usage")
                        .agreed(),
                server(
                                "unknown critical extension in the leaf",
                                Specimen.leaf().with(NOBODY_KNOWS, true, DERNull.INSTANCE))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("34")
                        .jdk("unrecognized crit ext")
                        .agreed(),
                server(
                                "unknown extension in the leaf, not critical",
                                Specimen.leaf().with(NOBODY_KNOWS, false, DERNull.INSTANCE))
                        .agreed(),
                server(
                                "precertificate (poison of RFC 6962)",
                                Specimen.leaf()
                                        .with(
                                                new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3"),
                                                true,
                                                DERNull.INSTANCE))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("34")
                        .jdk("unrecognized crit ext")
                        .agreed(),
                under(
                                "unknown critical extension in the intermediate",
                                Specimen.intermediate("CA").with(NOBODY_KNOWS, true, DERNull.INSTANCE))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("34")
                        .jdk("unrecognized crit ext")
                        .agreed(),
                exhibit("unknown critical extension in the root")
                        .sends(Specimen.leaf().by(ofOddRoot), ofOddRoot)
                        .trusting(oddRoot)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("34")
                        .because(
                                "RFC 5937 lets anchors be held to what they say. The JDK does not; OpenSSL, Go and Chrome do."));
    }

    private static Draft server(String name, Specimen leaf) {
        return exhibit(name).sends(leaf.by(AUTHORITY), AUTHORITY).trusting(ROOT);
    }

    private static Draft under(String name, Specimen intermediate) {
        Issued authority = intermediate.by(ROOT);
        return exhibit(name).sends(Specimen.leaf().by(authority), authority).trusting(ROOT);
    }
}
