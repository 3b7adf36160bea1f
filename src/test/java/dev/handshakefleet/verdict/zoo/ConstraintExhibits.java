package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;
import static dev.handshakefleet.verdict.zoo.Exhibit.warning;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;

/**
 * Constraints of an authority on the certificates below it: names (RFC 5280, 4.2.1.10) and policies (4.2.1.11); and critical
 * extensions of a leaf.
 */
final class ConstraintExhibits {

    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
    private static final int STATUS_REQUEST = 5;
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.2");
    private static final GeneralSubtree[] NONE = null;

    private static final Issued ROOT = Specimen.root("Root").selfSigned();
    private static final Issued AUTHORITY = Specimen.intermediate("CA 1").by(ROOT);

    private ConstraintExhibits() {}

    static List<Exhibit> exhibits() {
        Issued narrowRoot = Specimen.root("Narrow Root")
                .with(Extension.nameConstraints, true, permitted(dns("example.org")))
                .selfSigned();
        Issued ofNarrowRoot = Specimen.intermediate("CA 1").by(narrowRoot);
        Specimen stapled = Specimen.leaf().with(TLS_FEATURE, false, new DERSequence(new ASN1Integer(STATUS_REQUEST)));
        return List.of(
                under("name permitted", permitted(dns("example.com")), Specimen.leaf())
                        .agreed(),
                under("name permitted, constraint with a leading dot", permitted(dns(".example.com")), Specimen.leaf())
                        .agreed(),
                under("name not permitted", permitted(dns("example.org")), Specimen.leaf())
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("47")
                        .jdk("invalid name")
                        .agreed(),
                under(
                                "one of two names not permitted",
                                permitted(dns("example.com")),
                                Specimen.leaf().dns(Exhibit.HOST, "www.example.org"))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("47")
                        .jdk("invalid name")
                        .agreed(),
                under("name excluded", excluded(dns("example.com")), Specimen.leaf())
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("48")
                        .jdk("invalid name")
                        .agreed(),
                under(
                                "wildcard that reaches into an excluded name",
                                excluded(dns("www.example.com")),
                                Specimen.leaf().dns("*.example.com"))
                        .agreed(),
                under(
                                "IP address not permitted",
                                permitted(new GeneralName(GeneralName.iPAddress, "192.0.2.0/24")),
                                Specimen.leaf().names(new GeneralName(GeneralName.iPAddress, "10.0.0.1")))
                        .asked("10.0.0.1")
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("47")
                        .jdk("invalid name")
                        .agreed(),
                under(
                                "IP address permitted",
                                permitted(new GeneralName(GeneralName.iPAddress, "10.0.0.0/8")),
                                Specimen.leaf().names(new GeneralName(GeneralName.iPAddress, "10.0.0.1")))
                        .asked("10.0.0.1")
                        .agreed(),
                under(
                                "subject not permitted",
                                permitted(new GeneralName(new X500Name("O=Other"))),
                                Specimen.leaf().subject(new X500Name("CN=server, O=Example")))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("47")
                        .jdk("invalid name")
                        .agreed(),
                under(
                                "constraint broken by the common name only",
                                permitted(dns("example.com")),
                                Specimen.leaf().subject(new X500Name("CN=www.example.org")))
                        .agreed(),
                under(
                                "constraint broken by the common name, no alternative name",
                                permitted(dns("example.org")),
                                Specimen.leafNamed(Exhibit.HOST))
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH), critical(FindingCode.WRONG_USAGE))
                        .openssl("47")
                        .jdk("invalid name")
                        .agreed(),
                under(
                                "constraint on e-mail addresses only",
                                permitted(new GeneralName(GeneralName.rfc822Name, "example.org")),
                                Specimen.leaf())
                        .agreed(),
                exhibit("name constraint of the root broken")
                        .sends(Specimen.leaf().by(ofNarrowRoot), ofNarrowRoot)
                        .trusting(narrowRoot)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("47")
                        .because(
                                "RFC 5937 lets anchors be held to what they say. The JDK does not; OpenSSL, Go and Chrome do."),
                exhibit("name constraint of the root kept")
                        .sends(
                                Specimen.leaf()
                                        .subject(new X500Name("CN=server, O=Example"))
                                        .dns("www.example.org")
                                        .by(ofNarrowRoot),
                                ofNarrowRoot)
                        .trusting(narrowRoot)
                        .asked("www.example.org")
                        .agreed(),
                server(
                                "name constraints in a leaf",
                                Specimen.leaf().with(Extension.nameConstraints, true, permitted(dns("example.com"))))
                        .agreed(),
                policy("policy demanded and not there", Specimen.leaf())
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk("invalid policy")
                        .because("OpenSSL looks at policies only where it is told to; Java and Chrome always."),
                policy(
                                "policy demanded and there",
                                Specimen.leaf().with(Extension.certificatePolicies, false, policies()))
                        .agreed(),
                server("must-staple without a staple", stapled)
                        .shakingHands(2)
                        .ours(warning(FindingCode.STAPLE_MISSING))
                        .agreed(),
                server("public, timestamps of one log", Specimen.leaf())
                        .publicly()
                        .shakingHands(1)
                        .ours(warning(FindingCode.TOO_FEW_SCTS))
                        .agreed(),
                server("public, timestamps of two logs", Specimen.leaf())
                        .publicly()
                        .shakingHands(2)
                        .agreed(),
                server("private, timestamps of no log", Specimen.leaf())
                        .shakingHands(0)
                        .agreed());
    }

    private static Draft under(String name, NameConstraints constraints, Specimen leaf) {
        Issued authority = Specimen.intermediate("CA")
                .with(Extension.nameConstraints, true, constraints)
                .by(ROOT);
        return exhibit(name).sends(leaf.by(authority), authority).trusting(ROOT);
    }

    /** An authority that demands an explicit policy of everything below it. */
    private static Draft policy(String name, Specimen leaf) {
        ASN1Encodable requireExplicitPolicy = new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0)));
        Issued authority = Specimen.intermediate("CA")
                .with(Extension.certificatePolicies, false, policies())
                .with(Extension.policyConstraints, true, requireExplicitPolicy)
                .by(ROOT);
        return exhibit(name).sends(leaf.by(authority), authority).trusting(ROOT);
    }

    private static Draft server(String name, Specimen leaf) {
        return exhibit(name).sends(leaf.by(AUTHORITY), AUTHORITY).trusting(ROOT);
    }

    private static CertificatePolicies policies() {
        return new CertificatePolicies(new PolicyInformation(POLICY));
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static NameConstraints permitted(GeneralName name) {
        return new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(name)}, NONE);
    }

    private static NameConstraints excluded(GeneralName name) {
        return new NameConstraints(NONE, new GeneralSubtree[] {new GeneralSubtree(name)});
    }
}
