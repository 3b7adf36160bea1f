package dev.handshakefleet.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.ua.UAObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.bouncycastle.asn1.x9.DomainParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The largest public keys that this program computes with. A peer chooses the numbers of its keys, and the time of a
 * computation grows with the cube of their size. So each key is held to these limits before the first computation:
 * those of the handshake, of the presented and fetched certificates, and of the signers of revocation answers.
 *
 * <ul>
 *   <li>RSA: a modulus of 8,192 bits (Go's {@code crypto/tls}) and an exponent of 33 bits (BoringSSL; Windows allows 32,
 *       Go 31). Certificates in use have up to 4,096 bits and the exponent 65,537 or 3.
 *   <li>DSA: a prime of 3,072 bits and an order of 256 (the largest of FIPS 186-4, 4.2).
 *   <li>Finite-field Diffie-Hellman: a prime of 8,192 bits (the largest of RFC 7919; also the limit of the JDK), and an
 *       order of 512 where a certificate states one (the largest of RFC 5114 is 256).
 *   <li>Elliptic curves: by name only (RFC 5480, 2.1.1; RFC 8422, 5.4). A curve that is given by its numbers can be of any
 *       size; the largest that has a name is of 571 bits.
 * </ul>
 *
 * Keys of Ed25519, Ed448, ML-DSA and ML-KEM have one size for each name; their owner chooses no size.
 */
public final class KeyLimits {

    /** The largest RSA modulus, in bits. */
    public static final int RSA_MODULUS_BITS = 8_192;

    /** The largest RSA exponent, in bits. */
    public static final int RSA_EXPONENT_BITS = 33;

    /** The largest prime of a finite-field Diffie-Hellman group, in bits. */
    public static final int DH_PRIME_BITS = 8_192;

    private static final int DSA_PRIME_BITS = 3_072;
    private static final int DSA_ORDER_BITS = 256;

    private static final int DH_ORDER_BITS = 512;

    /** Kinds that the JDK or Bouncy Castle computes with: 70,000 hashes a signature, or a curve of any size. */
    private static final Map<ASN1ObjectIdentifier, String> NOT_USED_IN_TLS = Map.of(
            PKCSObjectIdentifiers.id_alg_hss_lms_hashsig, "HSS/LMS",
            UAObjectIdentifiers.dstu4145be, "DSTU 4145",
            UAObjectIdentifiers.dstu4145le, "DSTU 4145");

    private KeyLimits() {}

    /**
     * Looks at the numbers of a key without computing with them.
     *
     * @return the reason for which nothing may be computed with the key, as a clause that names size and limit; empty
     *     for a key within the limits and for a kind of key that is not known here
     * @throws RuntimeException when the key cannot be read
     */
    public static Optional<String> excess(SubjectPublicKeyInfo key) {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
        if (isRsa(kind)) {
            return rsa(RSAPublicKey.getInstance(parsed(key)));
        }
        if (kind.equals(X9ObjectIdentifiers.id_dsa)) {
            return algorithm.getParameters() == null ? Optional.empty() : dsa(algorithm);
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return algorithm.getParameters() instanceof ASN1ObjectIdentifier
                    ? Optional.empty()
                    : Optional.of("its elliptic curve has no name, and only named curves are accepted");
        }
        if (kind.equals(PKCSObjectIdentifiers.dhKeyAgreement)) {
            DHParameter group = DHParameter.getInstance(algorithm.getParameters());
            return excessOfGroup(group.getP());
        }
        if (kind.equals(X9ObjectIdentifiers.dhpublicnumber)) {
            DomainParameters group = DomainParameters.getInstance(algorithm.getParameters());
            return excessOfGroup(group.getP()).or(() -> above("Diffie-Hellman order", group.getQ(), DH_ORDER_BITS));
        }
        return Optional.ofNullable(NOT_USED_IN_TLS.get(kind))
                .map("its key is of %s, which is not used in TLS"::formatted);
    }

    /**
     * As {@link #excess(SubjectPublicKeyInfo)}, for a key in DER.
     *
     * @return the reason; a key that cannot be read has none, because nothing can be computed with it either
     */
    public static Optional<String> excess(byte[] encodedKey) {
        try {
            return excess(SubjectPublicKeyInfo.getInstance(encodedKey));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * As {@link #excess(byte[])}, for the key of a certificate, also of one that the JDK does not read.
     *
     * @param certificate in DER
     */
    public static Optional<String> excessOfCertificate(byte[] certificate) {
        try {
            return excess(Certificate.getInstance(certificate).getSubjectPublicKeyInfo());
        } catch (RuntimeException | StackOverflowError unreadable) {
            return Optional.empty();
        }
    }

    /**
     * @param prime of a finite-field Diffie-Hellman group
     * @return the reason for which nothing may be computed in the group, as a clause that names size and limit
     */
    public static Optional<String> excessOfGroup(BigInteger prime) {
        return above("Diffie-Hellman prime", prime, DH_PRIME_BITS);
    }

    private static Optional<String> rsa(RSAPublicKey key) {
        return above("RSA modulus", key.getModulus(), RSA_MODULUS_BITS)
                .or(() -> above("RSA exponent", key.getPublicExponent(), RSA_EXPONENT_BITS));
    }

    private static Optional<String> dsa(AlgorithmIdentifier algorithm) {
        DSAParameter group = DSAParameter.getInstance(algorithm.getParameters());
        return above("DSA prime", group.getP(), DSA_PRIME_BITS)
                .or(() -> above("DSA order", group.getQ(), DSA_ORDER_BITS));
    }

    private static Optional<String> above(String what, BigInteger number, int mostBits) {
        int bits = number.bitLength();
        return bits > mostBits
                ? Optional.of(String.format(
                        Locale.ROOT, "its %s has %,d bits, more than the %,d that are accepted", what, bits, mostBits))
                : Optional.empty();
    }

    private static boolean isRsa(ASN1ObjectIdentifier kind) {
        return kind.equals(PKCSObjectIdentifiers.rsaEncryption)
                || kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                || kind.equals(X509ObjectIdentifiers.id_ea_rsa);
    }

    private static Object parsed(SubjectPublicKeyInfo key) {
        try {
            return key.parsePublicKey();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
