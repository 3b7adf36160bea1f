package dev.handshakefleet.certificate;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * The public keys of the JDK as Bouncy Castle computes with them. Keeps the 64 keys that were used last, because few
 * authorities sign most certificates. Thread-safe.
 */
final class EcdsaKeys {

    private static final int MOST_KEPT = 64;

    private static final Map<Integer, String> CURVES = Map.of(256, "P-256", 384, "P-384", 521, "P-521");

    private final Map<ECPublicKey, EcdsaKey> kept = LastUsed.map(MOST_KEPT);

    /** @return whether the key is on P-256, P-384 or P-521; its point may still be anywhere */
    static boolean isOnKnownCurve(ECPublicKey key) {
        return curve(key).isPresent();
    }

    /**
     * @param key on one of these curves
     * @return the key for verifying; empty where its point is not on its curve, so that it verifies nothing (SEC 1, 3.2.2)
     */
    Optional<EcdsaKey> forVerifying(ECPublicKey key) {
        EcdsaKey known = kept.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<EcdsaKey> made = curve(key).flatMap(curve -> made(curve, key.getW()));
        made.ifPresent(verifying -> kept.put(key, verifying));
        return made;
    }

    private static Optional<EcdsaKey> made(X9ECParameters curve, ECPoint point) {
        try {
            return EcdsaKey.of(new ECPublicKeyParameters(
                    curve.getCurve().createPoint(point.getAffineX(), point.getAffineY()),
                    new ECDomainParameters(curve)));
        } catch (IllegalArgumentException | IllegalStateException notOnTheCurve) {
            return Optional.empty();
        }
    }

    private static Optional<X9ECParameters> curve(ECPublicKey key) {
        BigInteger order = key.getParams().getOrder();
        return Optional.ofNullable(CURVES.get(order.bitLength()))
                .map(CustomNamedCurves::getByName)
                .filter(curve -> curve.getN().equals(order));
    }
}
