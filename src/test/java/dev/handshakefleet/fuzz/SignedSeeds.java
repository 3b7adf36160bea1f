package dev.handshakefleet.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Good chains with one addition each. Each certificate has the signer's key and is signed by it. */
final class SignedSeeds {

    private static final Duration TEN_YEARS = Duration.ofDays(3_650);
    private static final int POLICY_TREE_DEPTH = 8;
    private static final AlgorithmIdentifier ALGORITHM =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    /** One chain. */
    record Named(String name, List<byte[]> toBeSigned) {}

    /** The addition to a certificate. */
    private interface Addition {
        void to(ExtensionsGenerator extensions) throws IOException;
    }

    /** @return the trusted root above all of them */
    X509Certificate root() throws IOException, GeneralSecurityException {
        byte[] encoded = SeedSigner.signed(authority("CN=Signed Root", _ -> {}));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    List<Named> chains() throws IOException {
        return List.of(
                chain("plain", _ -> {}, _ -> {}),
                chain("constraints", _ -> {}, OddExtensions::nameConstraints),
                chain("policies", OddExtensions::policies, OddExtensions::policyRules),
                chain("pointers", OddExtensions::pointers, OddExtensions::pointers),
                chain("names", OddExtensions::namesOfEveryKind, _ -> {}),
                chain("rarities", OddExtensions::rarities, OddExtensions::rarities),
                chain("unknown", OddExtensions::manyUnknown, OddExtensions::manyUnknown),
                chain("stapling", OddExtensions::mustStaple, OddExtensions::mustStaple),
                new Named(
                        "three", List.of(leaf(_ -> {}), authority("CN=CA", _ -> {}), authority("CN=Other", _ -> {}))));
    }

    /**
     * Eight authorities, each mapping each of its policies to all of them: the tree of RFC 5280 (6.1.2) has as many leaves as
     * there are policies, to the eighth power.
     */
    static List<byte[]> policyTree(int policies) throws IOException {
        List<byte[]> chain = new ArrayList<>();
        chain.add(leaf(extensions -> OddExtensions.policies(extensions, policies)));
        for (int depth = 1; depth <= POLICY_TREE_DEPTH; depth++) {
            String issuer = depth == POLICY_TREE_DEPTH ? "CN=Signed Root" : "CN=CA" + ".".repeat(depth);
            chain.add(authority(
                    "CN=CA" + ".".repeat(depth - 1),
                    issuer,
                    extensions -> OddExtensions.policiesMappedToAll(extensions, policies)));
        }
        return chain;
    }

    /** @return the TBSCertificate of a certificate of version 3 without extensions */
    static V3TBSCertificateGenerator draft(
            String subject, String issuer, SubjectPublicKeyInfo key, AlgorithmIdentifier algorithm, BigInteger serial) {
        V3TBSCertificateGenerator draft = new V3TBSCertificateGenerator();
        draft.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(serial));
        draft.setSignature(algorithm);
        draft.setIssuer(new X500Name(issuer));
        draft.setSubject(new X500Name(subject));
        draft.setStartDate(new Time(Date.from(FuzzedInspection.AT.minus(TEN_YEARS))));
        draft.setEndDate(new Time(Date.from(FuzzedInspection.AT.plus(TEN_YEARS))));
        draft.setSubjectPublicKeyInfo(key);
        return draft;
    }

    private static Named chain(String name, Addition toLeaf, Addition toAuthority) throws IOException {
        return new Named(name, List.of(leaf(toLeaf), authority("CN=CA", toAuthority)));
    }

    private static byte[] leaf(Addition addition) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        addition.to(extensions);
        if (!extensions.hasExtension(Extension.subjectAlternativeName)) {
            GeneralName host = new GeneralName(GeneralName.dNSName, FuzzedInspection.HOST);
            add(extensions, Extension.subjectAlternativeName, false, new GeneralNames(host));
        }
        return toBeSigned("CN=leaf", "CN=CA", extensions);
    }

    private static byte[] authority(String subject, Addition addition) throws IOException {
        return authority(subject, "CN=Signed Root", addition);
    }

    private static byte[] authority(String subject, String issuer, Addition addition) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        add(extensions, Extension.basicConstraints, true, new BasicConstraints(true));
        add(extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        addition.to(extensions);
        return toBeSigned(subject, issuer, extensions);
    }

    private static byte[] toBeSigned(String subject, String issuer, ExtensionsGenerator extensions) throws IOException {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(SeedSigner.key().getPublic().getEncoded());
        V3TBSCertificateGenerator draft =
                draft(subject, issuer, key, ALGORITHM, BigInteger.valueOf(subject.hashCode()));
        draft.setExtensions(extensions.generate());
        return draft.generateTBSCertificate().getEncoded();
    }

    static void add(ExtensionsGenerator extensions, ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value)
            throws IOException {
        extensions.addExtension(new Extension(
                id, critical, new DEROctetString(value.toASN1Primitive().getEncoded())));
    }
}
