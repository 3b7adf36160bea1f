package dev.handshakefleet.fuzz;

import java.io.IOException;
import java.util.Date;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;

/** Extensions that the seeds carry besides the usual ones. */
final class OddExtensions {

    private static final CertPolicyId ONE = CertPolicyId.getInstance(new ASN1ObjectIdentifier("2.23.140.1.2.1"));
    private static final CertPolicyId OTHER = CertPolicyId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.2"));
    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
    private static final ASN1ObjectIdentifier SCT_LIST = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final ASN1ObjectIdentifier NETSCAPE_TYPE = new ASN1ObjectIdentifier("2.16.840.1.113730.1.1");
    private static final ASN1ObjectIdentifier NOBODY_KNOWS = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final int MANY = 40;

    private OddExtensions() {}

    static void nameConstraints(ExtensionsGenerator extensions) throws IOException {
        GeneralSubtree[] permitted = Stream.of(
                        new GeneralName(GeneralName.dNSName, "example.com"),
                        new GeneralName(GeneralName.rfc822Name, "example.com"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, ".example.com"),
                        new GeneralName(GeneralName.directoryName, "CN=leaf"),
                        new GeneralName(GeneralName.iPAddress, "10.0.0.0/8"),
                        new GeneralName(GeneralName.iPAddress, "2001:db8::/32"))
                .map(GeneralSubtree::new)
                .toArray(GeneralSubtree[]::new);
        GeneralSubtree[] excluded = Stream.of(
                        new GeneralName(GeneralName.dNSName, "bad.example.com"),
                        new GeneralName(GeneralName.rfc822Name, "someone@example.com"),
                        new GeneralName(GeneralName.directoryName, "O=Bad"),
                        new GeneralName(GeneralName.iPAddress, "10.9.0.0/16"))
                .map(GeneralSubtree::new)
                .toArray(GeneralSubtree[]::new);
        SignedSeeds.add(extensions, Extension.nameConstraints, true, new NameConstraints(permitted, excluded));
    }

    static void policies(ExtensionsGenerator extensions) throws IOException {
        PolicyInformation[] policies = {
            new PolicyInformation(
                    new ASN1ObjectIdentifier(ONE.getId()),
                    new DERSequence(new PolicyQualifierInfo("http://cps.example.com/"))),
            new PolicyInformation(new ASN1ObjectIdentifier(OTHER.getId()))
        };
        SignedSeeds.add(extensions, Extension.certificatePolicies, false, new CertificatePolicies(policies));
    }

    /** So many policies. */
    static void policies(ExtensionsGenerator extensions, int count) throws IOException {
        PolicyInformation[] policies = numbered(count)
                .map(policy -> new PolicyInformation(new ASN1ObjectIdentifier(policy.getId())))
                .toArray(PolicyInformation[]::new);
        SignedSeeds.add(extensions, Extension.certificatePolicies, false, new CertificatePolicies(policies));
    }

    /** So many policies, each of which stands for all of them below. */
    static void policiesMappedToAll(ExtensionsGenerator extensions, int count) throws IOException {
        policies(extensions, count);
        CertPolicyId[] from = numbered(count)
                .flatMap(policy -> Stream.generate(() -> policy).limit(count))
                .toArray(CertPolicyId[]::new);
        CertPolicyId[] to = Stream.generate(() -> numbered(count))
                .limit(count)
                .flatMap(all -> all)
                .toArray(CertPolicyId[]::new);
        SignedSeeds.add(extensions, Extension.policyMappings, false, new PolicyMappings(from, to));
    }

    private static Stream<CertPolicyId> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> CertPolicyId.getInstance(NOBODY_KNOWS.branch(Integer.toString(number))));
    }

    static void policyRules(ExtensionsGenerator extensions) throws IOException {
        policies(extensions);
        SignedSeeds.add(extensions, Extension.policyMappings, true, new PolicyMappings(ONE, OTHER));
        SignedSeeds.add(
                extensions,
                Extension.policyConstraints,
                true,
                new PolicyConstraints(java.math.BigInteger.TWO, java.math.BigInteger.ONE));
        SignedSeeds.add(extensions, Extension.inhibitAnyPolicy, true, new ASN1Integer(0));
    }

    /** To where a fetcher would be sent. */
    static void pointers(ExtensionsGenerator extensions) throws IOException {
        GeneralName list = uri("http://127.0.0.1:1/list.crl");
        DistributionPoint[] points = {
            new DistributionPoint(new DistributionPointName(new GeneralNames(list)), null, null),
            new DistributionPoint(null, null, new GeneralNames(new GeneralName(new X500Name("CN=Lists"))))
        };
        SignedSeeds.add(extensions, Extension.cRLDistributionPoints, false, new CRLDistPoint(points));
        SignedSeeds.add(extensions, Extension.freshestCRL, false, new CRLDistPoint(points));
        AccessDescription[] access = {
            new AccessDescription(AccessDescription.id_ad_ocsp, uri("http://127.0.0.1:1/ocsp")),
            new AccessDescription(AccessDescription.id_ad_caIssuers, uri("http://127.0.0.1:1/ca.cer")),
            new AccessDescription(AccessDescription.id_ad_caIssuers, uri("ldap://127.0.0.1:1/cn=ca"))
        };
        SignedSeeds.add(extensions, Extension.authorityInfoAccess, false, new AuthorityInformationAccess(access));
        SignedSeeds.add(extensions, Extension.subjectInfoAccess, false, new AuthorityInformationAccess(access));
    }

    static void namesOfEveryKind(ExtensionsGenerator extensions) throws IOException {
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, FuzzedInspection.HOST),
            new GeneralName(GeneralName.iPAddress, "10.0.0.1"),
            new GeneralName(GeneralName.rfc822Name, "someone@example.com"),
            new GeneralName(new X500Name("C=DE,O=Example,CN=Ünicode")),
            new GeneralName(GeneralName.registeredID, "1.2.3.4"),
            uri("https://www.example.com/"),
            new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
                NOBODY_KNOWS, new DERTaggedObject(true, 0, new DERUTF8String("anything"))
            }))
        };
        SignedSeeds.add(extensions, Extension.subjectAlternativeName, true, new GeneralNames(names));
        SignedSeeds.add(extensions, Extension.issuerAlternativeName, false, new GeneralNames(names));
    }

    static void rarities(ExtensionsGenerator extensions) throws IOException {
        Date when = Date.from(FuzzedInspection.AT);
        SignedSeeds.add(extensions, Extension.privateKeyUsagePeriod, false, new DERSequence(new ASN1Encodable[] {
            new DERTaggedObject(false, 0, new ASN1GeneralizedTime(when)),
            new DERTaggedObject(false, 1, new ASN1GeneralizedTime(when))
        }));
        SignedSeeds.add(extensions, NETSCAPE_TYPE, false, new DERBitString(new byte[] {(byte) 0xf7}));
        SignedSeeds.add(extensions, Extension.qCStatements, false, new DERSequence(new DERSequence(NOBODY_KNOWS)));
        SignedSeeds.add(extensions, Extension.subjectDirectoryAttributes, false, new DERSequence());
        SignedSeeds.add(extensions, SCT_LIST, false, new DEROctetString(new byte[] {0, 6, 0, 4, 1, 2, 3, 4}));
        SignedSeeds.add(
                extensions,
                Extension.authorityKeyIdentifier,
                false,
                new DERSequence(new DERTaggedObject(false, 0, new DEROctetString(new byte[] {1}))));
        SignedSeeds.add(extensions, Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[] {1}));
    }

    static void manyUnknown(ExtensionsGenerator extensions) throws IOException {
        for (int number = 0; number < MANY; number++) {
            SignedSeeds.add(
                    extensions, NOBODY_KNOWS.branch(Integer.toString(number)), number % 2 == 0, DERNull.INSTANCE);
        }
    }

    static void mustStaple(ExtensionsGenerator extensions) throws IOException {
        SignedSeeds.add(extensions, TLS_FEATURE, false, new DERSequence(new ASN1Integer(5)));
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(uri));
    }
}
