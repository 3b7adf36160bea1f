package dev.handshakefleet.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.DomainParameters;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A public key whose numbers its owner chose so that computing with it takes long, or the largest that is accepted. The
 * keys are numbers only; nothing can be signed with them.
 *
 * @param name names it in tests and tables
 * @param keys makes such keys, another one for each number
 * @param refusal the clause that refuses it; empty for a key that is accepted
 */
public record HostileKey(String name, IntFunction<SubjectPublicKeyInfo> keys, Optional<String> refusal) {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int CROWD = 20;
    private static final String MORE = " bits, more than the %s that are accepted";
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    /** @return keys beyond a limit, then the largest within each */
    public static List<HostileKey> all() {
        return Stream.of(
                        rsa(16_384, 16_383, "RSA modulus has 16,384" + MORE.formatted("8,192")),
                        rsa(16_384, 17, "RSA modulus has 16,384" + MORE.formatted("8,192")),
                        rsa(8_193, 17, "RSA modulus has 8,193" + MORE.formatted("8,192")),
                        rsa(8_192, 8_191, "RSA exponent has 8,191" + MORE.formatted("33")),
                        rsa(8_192, 64, "RSA exponent has 64" + MORE.formatted("33")),
                        rsa(2_048, 2_047, "RSA exponent has 2,047" + MORE.formatted("33")),
                        rsa(2_048, 34, "RSA exponent has 34" + MORE.formatted("33")),
                        dsa(8_192, 256, "DSA prime has 8,192" + MORE.formatted("3,072")),
                        dsa(3_072, 3_071, "DSA order has 3,071" + MORE.formatted("256")),
                        unnamedCurve(),
                        dh(PKCSObjectIdentifiers.dhKeyAgreement, 16_384, 0, "Diffie-Hellman prime has 16,384", "8,192"),
                        dh(X9ObjectIdentifiers.dhpublicnumber, 16_384, 256, "Diffie-Hellman prime has 16,384", "8,192"),
                        dh(
                                X9ObjectIdentifiers.dhpublicnumber,
                                2_048,
                                100_000,
                                "Diffie-Hellman order has 100,000",
                                "512"),
                        rsa(8_192, 33, ""),
                        rsa(4_096, 17, ""),
                        dsa(3_072, 256, ""),
                        curve("P-521"),
                        curve("brainpoolP512r1"),
                        curve("sect571r1"))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    /** @return whether nothing may be computed with it */
    public boolean isRefused() {
        return refusal.isPresent();
    }

    /** @return the first such key, as it stands in a certificate */
    public SubjectPublicKeyInfo key() {
        return keys.apply(1);
    }

    /** @return a certificate with the key that names itself as its issuer, in DER */
    public byte[] certificate() {
        return certificate(1);
    }

    /** @return certificates of one name, each with another such key; each may have signed each other */
    public List<byte[]> crowd() {
        List<byte[]> crowd = new ArrayList<>();
        for (int serial = 1; serial <= CROWD; serial++) {
            crowd.add(certificate(serial));
        }
        return crowd;
    }

    private byte[] certificate(int serial) {
        V3TBSCertificateGenerator draft = new V3TBSCertificateGenerator();
        draft.setSerialNumber(new ASN1Integer(serial));
        draft.setSignature(signatureAlgorithm());
        draft.setIssuer(new X500Name("CN=localhost"));
        draft.setSubject(new X500Name("CN=localhost"));
        draft.setStartDate(new Time(Date.from(START)));
        draft.setEndDate(new Time(Date.from(START.plus(Duration.ofDays(3_650)))));
        draft.setSubjectPublicKeyInfo(keys.apply(serial));
        ASN1Primitive toBeSigned = draft.generateTBSCertificate().toASN1Primitive();
        return encoded(
                new DERSequence(new ASN1Encodable[] {toBeSigned, signatureAlgorithm(), new DERBitString(signature())}));
    }

    private AlgorithmIdentifier signatureAlgorithm() {
        ASN1ObjectIdentifier kind = key().getAlgorithm().getAlgorithm();
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }
        return kind.equals(X9ObjectIdentifiers.id_dsa)
                ? new AlgorithmIdentifier(NISTObjectIdentifiers.dsa_with_sha256)
                : new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
    }

    /** @return a signature as long as the algorithm allows, so that a check computes in full; it verifies nothing */
    public byte[] signature() {
        if (key().getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            BigInteger modulus = RSAPublicKey.getInstance(publicNumbers()).getModulus();
            byte[] shorter = modulus.shiftRight(1).toByteArray();
            byte[] padded = new byte[(modulus.bitLength() + Byte.SIZE - 1) / Byte.SIZE];
            System.arraycopy(shorter, 0, padded, padded.length - shorter.length, shorter.length);
            return padded;
        }
        BigInteger half = BigInteger.ONE.shiftLeft(250).subtract(BigInteger.TWO);
        return encoded(new DERSequence(
                new ASN1Encodable[] {new ASN1Integer(half), new ASN1Integer(half.subtract(BigInteger.TWO))}));
    }

    private ASN1Primitive publicNumbers() {
        try {
            return key().parsePublicKey();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static HostileKey rsa(int modulusBits, int exponentBits, String clause) {
        BigInteger modulus = ones(modulusBits).subtract(BigInteger.TWO);
        BigInteger exponent = ones(exponentBits);
        return new HostileKey(
                "RSA %d, exponent of %d bits".formatted(modulusBits, exponentBits),
                number -> info(RSA, new RSAPublicKey(modulus.subtract(BigInteger.valueOf(2L * number)), exponent)),
                refusal(clause));
    }

    private static HostileKey dsa(int primeBits, int orderBits, String clause) {
        BigInteger prime = ones(primeBits).subtract(BigInteger.TWO);
        DSAParameter group =
                new DSAParameter(prime, ones(orderBits), prime.shiftRight(1).setBit(7));
        return new HostileKey(
                "DSA %d, order of %d bits".formatted(primeBits, orderBits),
                number -> info(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa, group),
                        new ASN1Integer(prime.shiftRight(2).subtract(BigInteger.valueOf(number)))),
                refusal(clause));
    }

    private static HostileKey dh(ASN1ObjectIdentifier kind, int primeBits, int orderBits, String clause, String most) {
        BigInteger prime = ones(primeBits).subtract(BigInteger.TWO);
        ASN1Encodable group = orderBits == 0
                ? new DHParameter(prime, BigInteger.TWO, 0)
                : new DomainParameters(prime, BigInteger.TWO, ones(orderBits), null, null);
        return new HostileKey(
                "static Diffie-Hellman %d%s"
                        .formatted(primeBits, orderBits == 0 ? "" : ", order of " + orderBits + " bits"),
                number -> info(
                        new AlgorithmIdentifier(kind, group),
                        new ASN1Integer(prime.shiftRight(2).subtract(BigInteger.valueOf(number)))),
                refusal(clause + MORE.formatted(most)));
    }

    private static HostileKey curve(String name) {
        ASN1ObjectIdentifier oid = ECNamedCurveTable.getOID(name);
        return new HostileKey(
                "EC " + name,
                number -> new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid),
                        ECNamedCurveTable.getByOID(oid)
                                .getG()
                                .multiply(BigInteger.valueOf(number + 2L))
                                .getEncoded(false)),
                Optional.empty());
    }

    /** The numbers of P-256, without its name: a reader that computes on them computes on any. */
    private static HostileKey unnamedCurve() {
        X9ECParameters numbers = ECNamedCurveTable.getByName("P-256");
        return new HostileKey(
                "EC by its numbers",
                number -> new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, numbers),
                        numbers.getG().multiply(BigInteger.valueOf(number + 2L)).getEncoded(false)),
                Optional.of("its elliptic curve has no name, and only named curves are accepted"));
    }

    private static Optional<String> refusal(String clause) {
        return clause.isEmpty() ? Optional.empty() : Optional.of("its " + clause);
    }

    private static BigInteger ones(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static SubjectPublicKeyInfo info(AlgorithmIdentifier algorithm, ASN1Encodable numbers) {
        try {
            return new SubjectPublicKeyInfo(algorithm, numbers);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] encoded(ASN1Encodable content) {
        try {
            return content.toASN1Primitive().getEncoded();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
