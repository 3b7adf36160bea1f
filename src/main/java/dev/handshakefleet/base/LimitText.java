package dev.handshakefleet.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * A measured duration beside its limit, in milliseconds. A duration that is not equal to its limit never reads as equal, and
 * the numbers agree: the measured value minus the limit is the difference, as printed. Immutable.
 *
 * <p>The limit is written as configured, without trailing zeros. The measured value has one decimal, or as many more as the
 * limit has or as the first digit of the difference needs, and is rounded half up:
 *
 * <pre>
 *   limit 300 ms    512.3 ms      212.3 ms over
 *   limit 300 ms    300.04 ms     0.04 ms over
 *   limit 300 ms    300.000001 ms 0.000001 ms over
 * </pre>
 */
public final class LimitText {

    private final Duration exact;
    private final BigDecimal took;
    private final BigDecimal limit;

    private LimitText(Duration exact, BigDecimal took, BigDecimal limit) {
        this.exact = exact;
        this.took = took;
        this.limit = limit;
    }

    /**
     * @param took the measured duration; up to 292 years
     * @param limit the configured limit; up to 292 years
     */
    public static LimitText of(Duration took, Duration limit) {
        BigDecimal exact = DurationText.exactMillis(took);
        BigDecimal configured = DurationText.exactMillis(limit).stripTrailingZeros();
        BigDecimal difference = exact.subtract(configured);
        int firstDigit = difference.scale() - difference.precision() + 1;
        int decimals = Math.max(1, Math.max(configured.scale(), firstDigit));
        return new LimitText(took, exact.setScale(decimals, RoundingMode.HALF_UP), configured);
    }

    /** @return the measured value, such as {@code 300.04 ms} */
    public String took() {
        return DurationText.plain(took) + " ms";
    }

    /** @return the limit, such as {@code 300 ms} */
    public String limit() {
        return DurationText.plain(limit) + " ms";
    }

    /** @return the difference, such as {@code 0.04 ms over} or {@code 12 ms under} */
    public String difference() {
        BigDecimal difference = took.subtract(limit);
        return DurationText.plain(difference.abs()) + (difference.signum() < 0 ? " ms under" : " ms over");
    }

    /** @return the measured value without a unit, with {@code leastDecimals} or more */
    public String tookNumber(int leastDecimals) {
        return DurationText.number(exact, Math.max(leastDecimals, took.scale()));
    }

    /** @return the limit without a unit, with {@code leastDecimals} or more */
    public String limitNumber(int leastDecimals) {
        return limit.setScale(Math.max(leastDecimals, limit.scale())).toPlainString();
    }
}
