package dev.handshakefleet.bench.workbench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;

/** Statistics of repeated measurements. */
public final class Statistics {

    private static final int MEDIAN = 50;

    private Statistics() {}

    /**
     * The percentile by the nearest-rank rule: the value of rank ⌈percent/100 · n⌉ of the n sorted ones, so it is a
     * measured value.
     *
     * @param values at least one
     * @param percent 1 to 100
     */
    public static double percentile(Collection<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(1, Math.ceilDiv(percent * sorted.size(), 100)) - 1);
    }

    /** @return the middle one; of an even number, the smaller of the two */
    public static double median(Collection<Double> values) {
        return percentile(values, MEDIAN);
    }

    /** @return so many decimals, half up */
    public static BigDecimal rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }
}
