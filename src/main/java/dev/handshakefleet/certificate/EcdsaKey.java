package dev.handshakefleet.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * One public key for verifying ECDSA signatures (FIPS 186-5, 6.4.2). The first signature is verified as Bouncy Castle does it. From
 * the second on, the key has a table of multiples of its point, as the base point has one, and a verification takes half the time.
 * Thread-safe: two threads that make the table at the same time make the same one.
 */
public final class EcdsaKey {

    /** As many leaves and authorities as a process verifies again and again. Keys with their tables take 4 MB. */
    private static final int MOST_KEPT = 256;

    private static final Map<ECPoint, EcdsaKey> KEPT = LastUsed.map(MOST_KEPT);

    private final ECPublicKeyParameters parameters;
    private final BigInteger order;
    private volatile Optional<PointMultiples> multiples = Optional.empty();
    private volatile boolean used;

    /**
     * @param parameters a valid key
     * @return the same object as before for a key that was used lately; empty for a curve whose points do not have Jacobian
     *     coordinates, as those of P-256, P-384 and P-521 have
     */
    public static Optional<EcdsaKey> of(ECPublicKeyParameters parameters) {
        boolean isJacobian = parameters.getQ() instanceof ECPoint.AbstractFp
                && parameters.getParameters().getCurve().getCoordinateSystem() == ECCurve.COORD_JACOBIAN;
        return isJacobian
                ? Optional.of(KEPT.computeIfAbsent(parameters.getQ(), _ -> new EcdsaKey(parameters)))
                : Optional.empty();
    }

    private EcdsaKey(ECPublicKeyParameters parameters) {
        this.parameters = parameters;
        this.order = parameters.getParameters().getN();
    }

    /**
     * @param hash of the message
     * @param signature DER, in its one canonical form (RFC 3279, 2.2.3)
     * @return whether the key made the signature; never throws for any octets
     */
    public boolean verifies(byte[] hash, byte[] signature) {
        BigInteger[] numbers;
        try {
            numbers = StandardDSAEncoding.INSTANCE.decode(order, signature);
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
        return verifies(hash, numbers[0], numbers[1]);
    }

    /**
     * @param hash of the message
     * @return whether the key made the signature; never throws for any numbers
     */
    public boolean verifies(byte[] hash, BigInteger r, BigInteger s) {
        if (multiples.isPresent()) {
            return verifies(multiples.get(), hash, r, s);
        }
        if (used) {
            multiples = Optional.of(new PointMultiples(parameters.getQ()));
            return verifies(multiples.get(), hash, r, s);
        }
        used = true;
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, parameters);
        return signer.verifySignature(hash, r, s);
    }

    private boolean verifies(PointMultiples ofKey, byte[] hash, BigInteger r, BigInteger s) {
        if (!isInRange(r) || !isInRange(s)) {
            return false;
        }
        BigInteger inverse = BigIntegers.modOddInverseVar(order, s);
        BigInteger ofBase = number(hash).multiply(inverse).mod(order);
        BigInteger ofPoint = r.multiply(inverse).mod(order);
        ECPoint sum = PointMultiples.ofBase(parameters.getParameters().getG()).sum(ofBase, ofKey, ofPoint);
        return !sum.isInfinity() && hasX(sum, r);
    }

    private boolean isInRange(BigInteger number) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }

    /** The leftmost bits of the hash, as many as the order has. */
    private BigInteger number(byte[] hash) {
        BigInteger number = new BigInteger(1, hash);
        int excess = hash.length * Byte.SIZE - order.bitLength();
        return excess > 0 ? number.shiftRight(excess) : number;
    }

    /**
     * Whether the affine x-coordinate is r modulo the order. The coordinates are Jacobian, x = X / Z², so r · Z² is compared with X,
     * which takes no inversion.
     */
    private boolean hasX(ECPoint point, BigInteger r) {
        ECCurve curve = parameters.getParameters().getCurve();
        ECFieldElement z = point.getZCoord(0);
        ECFieldElement denominator = z.square();
        for (BigInteger candidate = r; curve.isValidFieldElement(candidate); candidate = candidate.add(order)) {
            if (curve.fromBigInteger(candidate).multiply(denominator).equals(point.getXCoord())) {
                return true;
            }
        }
        return false;
    }
}
