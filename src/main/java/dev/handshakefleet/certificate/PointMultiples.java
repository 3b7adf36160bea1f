package dev.handshakefleet.certificate;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Multiples of one point, for multiplying it by public numbers with the comb method (Lim and Lee, CRYPTO '94; Hankerson, Menezes and
 * Vanstone, Guide to Elliptic Curve Cryptography, algorithms 3.44 and 3.48). The bits of a number are written in six rows;
 * each column is the index of one multiple. So a number of 256 bits takes 43 doublings in place of 256, and two numbers share them.
 * The time depends on the numbers: never use it with a secret. Immutable; thread-safe. One of P-256 takes 12 KB.
 */
final class PointMultiples {

    private static final int ROWS = 6;

    /** The base points of the few named curves. */
    private static final Map<ECPoint, PointMultiples> OF_BASE_POINTS = new ConcurrentHashMap<>();

    private final int columns;
    private final ECPoint[] sums;

    /** @param point on its curve, not infinity; its coordinates are Jacobian, as of the custom curves of Bouncy Castle */
    PointMultiples(ECPoint point) {
        ECCurve curve = point.getCurve();
        columns = (curve.getOrder().bitLength() + ROWS - 1) / ROWS;
        sums = new ECPoint[1 << ROWS];
        sums[0] = curve.getInfinity();
        ECPoint first = point;
        for (int row = 0; row < ROWS; row++) {
            for (int lower = 0; lower < 1 << row; lower++) {
                sums[(1 << row) + lower] = sums[lower].add(first);
            }
            first = first.timesPow2(columns);
        }
        // An addition of an affine point takes two thirds of the time of another.
        curve.normalizeAll(sums, 1, sums.length - 1, null);
    }

    /** @return the multiples of the base point of a named curve, made once */
    static PointMultiples ofBase(ECPoint base) {
        return OF_BASE_POINTS.computeIfAbsent(base, PointMultiples::new);
    }

    /**
     * @param number from zero to less than the order
     * @param other multiples of a point of the same curve
     * @param ofOther from zero to less than the order
     * @return number times this point plus {@code ofOther} times the other
     */
    ECPoint sum(BigInteger number, PointMultiples other, BigInteger ofOther) {
        ECPoint sum = sums[0];
        for (int column = columns - 1; column >= 0; column--) {
            sum = sum.twice().add(sums[index(number, column)]).add(other.sums[index(ofOther, column)]);
        }
        return sum;
    }

    private int index(BigInteger number, int column) {
        int index = 0;
        for (int row = 0; row < ROWS; row++) {
            if (number.testBit(row * columns + column)) {
                index |= 1 << row;
            }
        }
        return index;
    }
}
