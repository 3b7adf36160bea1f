package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our verification of ECDSA signatures beside that of the JDK. */
class EcdsaProviderTest {

    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    private static final List<String> ALGORITHMS = Stream.of(
                    "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512")
            .map(hash -> hash + "withECDSA")
            .toList();

    private static final byte[] MESSAGE = {1, 2, 3, 5, 8, 13};
    private static final int MUTATIONS = 120;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    /** A curve, an algorithm, and whose turn it is for the seed. */
    record Case(String curve, String algorithm, int seed) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String curve : CURVES) {
            for (String algorithm : ALGORITHMS) {
                cases.add(new Case(curve, algorithm, cases.size()));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mutatedSignaturesAreJudgedAsByTheJdk(Case chosen) throws GeneralSecurityException {
        KeyPair pair = pair(chosen.curve());
        Random random = new Random(chosen.seed());
        List<byte[]> signatures = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            signatures.add(signed(chosen.algorithm(), pair));
        }
        for (int number = 0; number < MUTATIONS; number++) {
            signatures.add(mutated(signatures.get(number % 4), random));
        }

        for (byte[] signature : signatures) {
            assertThat(ours(chosen.algorithm(), pair.getPublic(), signature))
                    .as("%s", Arrays.toString(signature))
                    .isEqualTo(jdks(chosen.algorithm(), pair.getPublic(), signature));
        }
        assertThat(ours(chosen.algorithm(), pair.getPublic(), signatures.getFirst()))
                .isEqualTo("true");
    }

    /** Numbers at the borders of their range and encodings that are no DER, each made of a good signature. */
    @ParameterizedTest
    @MethodSource("cases")
    void oddEncodingsAreJudgedAsByTheJdk(Case chosen) throws GeneralSecurityException {
        KeyPair pair = pair(chosen.curve());
        BigInteger order = ((ECPublicKey) pair.getPublic()).getParams().getOrder();
        byte[] good = signed(chosen.algorithm(), pair);
        ASN1Sequence read = ASN1Sequence.getInstance(good);
        BigInteger r = ASN1Integer.getInstance(read.getObjectAt(0)).getValue();
        BigInteger s = ASN1Integer.getInstance(read.getObjectAt(1)).getValue();

        List<String> verdicts = new ArrayList<>();
        for (byte[] signature : odd(good, r, s, order)) {
            String verdict = ours(chosen.algorithm(), pair.getPublic(), signature);
            assertThat(verdict)
                    .as("%s", Arrays.toString(signature))
                    .isEqualTo(jdks(chosen.algorithm(), pair.getPublic(), signature));
            verdicts.add(verdict);
        }
        assertThat(verdicts).contains("true", "false", "SignatureException");
    }

    private static List<byte[]> odd(byte[] good, BigInteger r, BigInteger s, BigInteger order) {
        byte[] rOctets = r.toByteArray();
        byte[] sOctets = s.toByteArray();
        byte[] rInteger = tlv(INTEGER, rOctets);
        byte[] sInteger = tlv(INTEGER, sOctets);
        return List.of(
                tlv(SEQUENCE, rInteger, sInteger),
                // Without the octet that makes a number positive.
                tlv(SEQUENCE, tlv(INTEGER, unsigned(r)), tlv(INTEGER, unsigned(s))),
                // With one octet too many.
                tlv(SEQUENCE, tlv(INTEGER, new byte[1], rOctets), sInteger),
                tlv(SEQUENCE, tlv(INTEGER, new byte[2], rOctets), tlv(INTEGER, new byte[2], sOctets)),
                tlv(SEQUENCE, tlv(INTEGER), sInteger),
                // Numbers at and beyond the borders.
                tlv(SEQUENCE, integer(BigInteger.ZERO), sInteger),
                tlv(SEQUENCE, rInteger, integer(BigInteger.ZERO)),
                tlv(SEQUENCE, integer(order), sInteger),
                tlv(SEQUENCE, rInteger, integer(order)),
                tlv(SEQUENCE, integer(r.add(order)), sInteger),
                tlv(SEQUENCE, rInteger, integer(s.add(order))),
                tlv(SEQUENCE, rInteger, integer(order.subtract(s))),
                tlv(SEQUENCE, integer(r.negate()), sInteger),
                tlv(SEQUENCE, rInteger, integer(s.negate())),
                tlv(SEQUENCE, integer(BigInteger.ONE), integer(BigInteger.ONE)),
                tlv(SEQUENCE, integer(order.subtract(BigInteger.ONE)), integer(order.subtract(BigInteger.ONE))),
                tlv(SEQUENCE, integer(BigInteger.ONE.shiftLeft(20_000)), sInteger),
                // Something behind, missing, or other than it should be.
                joined(good, new byte[1]),
                tlv(SEQUENCE, rInteger, sInteger, new byte[2]),
                tlv(SEQUENCE, rInteger, sInteger, sInteger),
                tlv(SEQUENCE, rInteger),
                tlv(SEQUENCE),
                new byte[0],
                new byte[] {SEQUENCE},
                new byte[] {SEQUENCE, 0x02, INTEGER},
                tlv(0x31, rInteger, sInteger),
                tlv(SEQUENCE, tlv(0x0A, rOctets), sInteger),
                tlv(SEQUENCE, tlv(0x1F, rOctets), sInteger),
                tlv(SEQUENCE, tlv(0x22, rOctets), sInteger),
                // Lengths that are not the shortest, indefinite, too long, negative.
                joined(new byte[] {SEQUENCE, (byte) 0x82, 0}, length(rInteger, sInteger), rInteger, sInteger),
                joined(new byte[] {SEQUENCE, (byte) 0x80}, rInteger, sInteger, new byte[2]),
                joined(new byte[] {SEQUENCE, (byte) 0x85, 0, 0, 0, 0}, length(rInteger, sInteger), rInteger, sInteger),
                joined(new byte[] {SEQUENCE, (byte) 0x84, -1, -1, -1, -1}, rInteger, sInteger),
                joined(new byte[] {SEQUENCE, (byte) 0x84, 0x7F, -1, -1, -1}, rInteger, sInteger),
                tlv(SEQUENCE, joined(new byte[] {INTEGER, (byte) 0x81}, length(rOctets), rOctets), sInteger));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void pointsThatAreNotOnTheCurveVerifyNothing(String curve) throws GeneralSecurityException {
        KeyPair pair = pair(curve);
        ECPublicKey good = (ECPublicKey) pair.getPublic();
        byte[] signature = signed("SHA256withECDSA", pair);
        BigInteger prime = ((ECFieldFp) good.getParams().getCurve().getField()).getP();
        BigInteger x = good.getW().getAffineX();
        BigInteger y = good.getW().getAffineY();
        for (ECPoint point : List.of(
                new ECPoint(x, y.add(BigInteger.ONE).mod(prime)),
                new ECPoint(BigInteger.ZERO, BigInteger.ZERO),
                new ECPoint(prime, y),
                new ECPoint(x, prime.subtract(y)))) {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, good.getParams()));

            assertThat(ours("SHA256withECDSA", key, signature))
                    .isEqualTo("false")
                    .isEqualTo(jdks("SHA256withECDSA", key, signature));
        }
    }

    @Test
    void messageThatWasChangedIsRefused() throws GeneralSecurityException {
        KeyPair pair = pair("secp256r1");
        Signature verifier = Signature.getInstance("SHA256withECDSA", EcdsaProvider.instance());
        verifier.initVerify(pair.getPublic());
        byte[] signature = signed("SHA256withECDSA", pair);
        verifier.update((byte) 0);
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signature)).isFalse();

        // It begins anew with the next message.
        for (byte octet : MESSAGE) {
            verifier.update(octet);
        }
        assertThat(verifier.verify(signature)).isTrue();
    }

    @Test
    void keysAreToldApartWhenManyAreUsed() throws GeneralSecurityException {
        List<KeyPair> pairs = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        for (int number = 0; number < 70; number++) {
            pairs.add(pair("secp256r1"));
            signatures.add(signed("SHA256withECDSA", pairs.getLast()));
        }
        for (int round = 0; round < 2; round++) {
            for (int number = 0; number < pairs.size(); number++) {
                PublicKey key = pairs.get(number).getPublic();
                assertThat(ours("SHA256withECDSA", key, signatures.get(number))).isEqualTo("true");
                assertThat(ours("SHA256withECDSA", key, signatures.get((number + 1) % 70)))
                        .isEqualTo("false");
            }
        }
    }

    @Test
    void itOffersEcdsaAloneAndIsNotInstalled() {
        Provider ecdsa = EcdsaProvider.instance();

        assertThat(ecdsa.getServices())
                .allSatisfy(service -> assertThat(service.getType()).isEqualTo("Signature"))
                .extracting(Provider.Service::getAlgorithm)
                .containsExactlyInAnyOrderElementsOf(ALGORITHMS);
        assertThat(Security.getProviders()).doesNotContain(ecdsa);
    }

    /** The JDK's factory makes keys of other kinds and curves too; the JDK goes on to verify with those. */
    @Test
    void otherKeysAreRefused() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSA", EcdsaProvider.instance());
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();

        assertThat(catchThrowable(() -> verifier.initVerify(rsa.getPublic()))).isInstanceOf(InvalidKeyException.class);
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static byte[] signed(String algorithm, KeyPair pair) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        return signer.sign();
    }

    private static String ours(String algorithm, PublicKey key, byte[] signature) throws GeneralSecurityException {
        return verdict(Signature.getInstance(algorithm, EcdsaProvider.instance()), key, signature);
    }

    private static String jdks(String algorithm, PublicKey key, byte[] signature) throws GeneralSecurityException {
        return verdict(Signature.getInstance(algorithm, "SunEC"), key, signature);
    }

    private static String verdict(Signature verifier, PublicKey key, byte[] signature) throws InvalidKeyException {
        verifier.initVerify(key);
        try {
            verifier.update(MESSAGE);
            return String.valueOf(verifier.verify(signature));
        } catch (SignatureException refused) {
            return "SignatureException";
        }
    }

    private static byte[] mutated(byte[] signature, Random random) {
        byte[] changed =
                Arrays.copyOf(signature, signature.length + (random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0));
        for (int left = random.nextInt(3); left >= 0; left--) {
            // Mostly the structure: tags, lengths and first octets.
            int position = random.nextBoolean() ? random.nextInt(6) : random.nextInt(changed.length);
            changed[position] =
                    (byte) (random.nextBoolean() ? changed[position] ^ 1 << random.nextInt(8) : random.nextInt(256));
        }
        return changed;
    }

    private static byte[] integer(BigInteger number) {
        return tlv(INTEGER, number.toByteArray());
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] octets = number.toByteArray();
        return octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets;
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        byte[] content = joined(parts);
        return joined(new byte[] {(byte) tag}, length(content), content);
    }

    private static byte[] length(byte[]... parts) {
        int length = joined(parts).length;
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        return length < 0x100
                ? new byte[] {(byte) 0x81, (byte) length}
                : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int at = all.length;
            all = Arrays.copyOf(all, at + part.length);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }
}
