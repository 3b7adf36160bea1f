package dev.handshakefleet.fuzz;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Chains of certificates with one name, whose keys are slow to compute with. Each key may have signed each certificate. The keys
 * are long numbers only; they sign nothing.
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
        AlgorithmIdentifier group =
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa, new DSAParameter(modulus, order, generator));
        ASN1EncodableVector signature = new ASN1EncodableVector();
        signature.add(new ASN1Integer(number));
        signature.add(new ASN1Integer(number.subtract(BigInteger.TWO)));
        return crowd(
                which -> new SubjectPublicKeyInfo(
                        group, new ASN1Integer(modulus.shiftRight(2).subtract(BigInteger.valueOf(which)))),
                DSA_WITH_SHA256,
                new DERSequence(signature).getEncoded());
    }

    /** RSA with an exponent of so many bits. */
    static List<byte[]> rsa(int modulusBits, int exponentBits) throws IOException {
        BigInteger modulus = BigInteger.ONE.shiftLeft(modulusBits).subtract(BigInteger.ONE);
        BigInteger exponent = BigInteger.ONE.shiftLeft(exponentBits).subtract(BigInteger.ONE);
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return crowd(
                which -> new SubjectPublicKeyInfo(
                        algorithm, new RSAPublicKey(modulus.subtract(BigInteger.TWO.pow(which + 1)), exponent)),
                RSA_WITH_SHA256,
                modulus.shiftRight(1).toByteArray());
    }

    private static List<byte[]> crowd(KeyOf keys, AlgorithmIdentifier algorithm, byte[] signature) throws IOException {
        List<byte[]> crowd = new ArrayList<>();
        for (int number = 1; number <= CROWD; number++) {
            byte[] toBeSigned = SignedSeeds.draft(
                            "CN=Same", "CN=Same", keys.of(number), algorithm, BigInteger.valueOf(number))
                    .generateTBSCertificate()
                    .getEncoded();
            crowd.add(new DERSequence(new ASN1Encodable[] {
                        ASN1Primitive.fromByteArray(toBeSigned), algorithm, new DERBitString(signature)
                    })
                    .getEncoded());
        }
        return crowd;
    }

    private interface KeyOf {
        SubjectPublicKeyInfo of(int number) throws IOException;
    }
}
