package dev.handshakefleet.fuzz;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Chains of one name whose keys burn the time of who computes with them: each claims to have signed each. The keys are
 * long numbers and nothing more, so nothing is signed by them.
 */
final class BurningKeys {

    private static final int CROWD = 20;
    private static final int LONGEST_KEY_BITS = 8_192;
    private static final AlgorithmIdentifier DSA_WITH_SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.dsa_with_sha256);
    private static final AlgorithmIdentifier RSA_WITH_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private BurningKeys() {}

    /** DSA with a group order as long as the modulus. */
    static List<byte[]> dsa(int orderBits) throws IOException {
        BigInteger modulus = BigInteger.ONE.shiftLeft(LONGEST_KEY_BITS - 1).setBit(0);
        BigInteger order = BigInteger.ONE.shiftLeft(orderBits - 1).setBit(0);
        BigInteger generator = modulus.shiftRight(1).setBit(7);
        BigInteger number = order.subtract(BigInteger.TWO);
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa, new DSAParameter(modulus, order, generator)),
                new ASN1Integer(modulus.shiftRight(2)));
        ASN1EncodableVector signature = new ASN1EncodableVector();
        signature.add(new ASN1Integer(number));
        signature.add(new ASN1Integer(number.subtract(BigInteger.TWO)));
        return crowd(key, DSA_WITH_SHA256, new DERSequence(signature).getEncoded());
    }

    /** RSA with an exponent of so many bits. */
    static List<byte[]> rsa(int modulusBits, int exponentBits) throws IOException {
        BigInteger modulus = BigInteger.ONE.shiftLeft(modulusBits).subtract(BigInteger.ONE);
        BigInteger exponent = BigInteger.ONE.shiftLeft(exponentBits).subtract(BigInteger.ONE);
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new org.bouncycastle.asn1.pkcs.RSAPublicKey(modulus, exponent));
        byte[] signature = modulus.shiftRight(1).toByteArray();
        return crowd(key, RSA_WITH_SHA256, signature);
    }

    private static List<byte[]> crowd(SubjectPublicKeyInfo key, AlgorithmIdentifier algorithm, byte[] signature)
            throws IOException {
        List<byte[]> crowd = new ArrayList<>();
        for (int number = 0; number < CROWD; number++) {
            V3TBSCertificateGenerator draft =
                    SignedSeeds.draft("CN=Same", "CN=Same", key, algorithm, BigInteger.valueOf(number + 1L));
            crowd.add(new DERSequence(
                            new ASN1Encodable[] {draft.generateTBSCertificate(), algorithm, new DERBitString(signature)
                            })
                    .getEncoded());
        }
        return crowd;
    }
}
