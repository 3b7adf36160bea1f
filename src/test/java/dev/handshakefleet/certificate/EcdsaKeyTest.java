package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifying with tables of multiples, beside Bouncy Castle without them. */
class EcdsaKeyTest {

    private static final int SIGNATURES = 25;

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void keyVerifiesTheSameWithItsTableAsWithout(String curve) {
        AsymmetricCipherKeyPair pair = pair(curve);
        EcdsaKey key = EcdsaKey.of((ECPublicKeyParameters) pair.getPublic()).orElseThrow();
        ECDSASigner reference = new ECDSASigner();
        for (int signature = 0; signature < SIGNATURES; signature++) {
            byte[] hash = octets(signature % 2 == 0 ? 32 : 64);
            BigInteger[] signed = signed(pair, hash);
            byte[] changed = hash.clone();
            changed[3] ^= 1;
            BigInteger other = signed[1].xor(BigInteger.ONE.shiftLeft(signature));

            assertThat(key.verifies(hash, signed[0], signed[1])).isTrue();
            assertThat(key.verifies(changed, signed[0], signed[1])).isFalse();
            reference.init(false, pair.getPublic());
            assertThat(key.verifies(hash, signed[0], other))
                    .isEqualTo(reference.verifySignature(hash, signed[0], other))
                    .isFalse();
        }
    }

    /** The sum meets the point itself, its double and infinity on the way, which an addition treats apart. */
    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void smallAndLargeNumbersGiveTheSumOfTwoMultiples(String curve) {
        X9ECParameters parameters = CustomNamedCurves.getByName(curve);
        ECPoint base = parameters.getG();
        PointMultiples ofBase = PointMultiples.ofBase(base);
        BigInteger order = parameters.getN();
        for (ECPoint point : new ECPoint[] {
            base,
            base.negate(),
            base.twice().normalize(),
            base.multiply(BigInteger.valueOf(77)).normalize()
        }) {
            PointMultiples ofPoint = new PointMultiples(point);
            for (BigInteger first : numbers(order)) {
                for (BigInteger second : numbers(order)) {
                    assertThat(ofBase.sum(first, ofPoint, second).normalize())
                            .as("%s · G + %s · P", first, second)
                            .isEqualTo(base.multiply(first)
                                    .add(point.multiply(second))
                                    .normalize());
                }
            }
        }
    }

    @Test
    void numbersOutsideOfTheOrderAndOddEncodingsVerifyNothing() {
        AsymmetricCipherKeyPair pair = pair("P-256");
        EcdsaKey key = EcdsaKey.of((ECPublicKeyParameters) pair.getPublic()).orElseThrow();
        byte[] hash = octets(32);
        BigInteger[] signed = signed(pair, hash);
        BigInteger order =
                ((ECPublicKeyParameters) pair.getPublic()).getParameters().getN();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(key.verifies(hash, signed[0], signed[1])).isTrue();
            assertThat(key.verifies(hash, signed[0].add(order), signed[1])).isFalse();
            assertThat(key.verifies(hash, signed[0], signed[1].add(order))).isFalse();
            assertThat(key.verifies(hash, BigInteger.ZERO, signed[1])).isFalse();
            assertThat(key.verifies(hash, signed[0], BigInteger.ZERO)).isFalse();
            assertThat(key.verifies(hash, signed[0].negate(), signed[1])).isFalse();
            assertThat(key.verifies(hash, new byte[0])).isFalse();
            assertThat(key.verifies(hash, octets(70))).isFalse();
        }
    }

    @Test
    void signatureInItsEncodingIsVerified() throws Exception {
        AsymmetricCipherKeyPair pair = pair("P-256");
        EcdsaKey key = EcdsaKey.of((ECPublicKeyParameters) pair.getPublic()).orElseThrow();
        byte[] hash = octets(32);
        BigInteger[] signed = signed(pair, hash);
        BigInteger order =
                ((ECPublicKeyParameters) pair.getPublic()).getParameters().getN();

        assertThat(key.verifies(hash, StandardDSAEncoding.INSTANCE.encode(order, signed[0], signed[1])))
                .isTrue();
    }

    @Test
    void keyThatWasUsedLatelyIsTheSameObject() {
        ECPublicKeyParameters key = (ECPublicKeyParameters) pair("P-256").getPublic();

        assertThat(EcdsaKey.of(new ECPublicKeyParameters(key.getQ(), key.getParameters()))
                        .orElseThrow())
                .isSameAs(EcdsaKey.of(key).orElseThrow())
                .isNotSameAs(EcdsaKey.of((ECPublicKeyParameters) pair("P-256").getPublic())
                        .orElseThrow());
    }

    private static BigInteger[] numbers(BigInteger order) {
        return new BigInteger[] {
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.ONE.shiftLeft(43),
            order.shiftRight(1),
            order.subtract(BigInteger.TWO),
            order.subtract(BigInteger.ONE)
        };
    }

    private static AsymmetricCipherKeyPair pair(String curve) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                new ECDomainParameters(CustomNamedCurves.getByName(curve)), new SecureRandom()));
        return generator.generateKeyPair();
    }

    private static BigInteger[] signed(AsymmetricCipherKeyPair pair, byte[] hash) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, (ECPrivateKeyParameters) pair.getPrivate());
        return signer.generateSignature(hash);
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }
}
