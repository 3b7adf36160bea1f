package dev.handshakefleet.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Formats durations as decimal milliseconds, for people and for JSON. */
public final class Millis {

    private static final int NANOS_TO_MILLIS = 6;
    private static final int DECIMALS = 3;

    private Millis() {}

    /** For JSON: three decimals, such as {@code 12.345}. */
    public static BigDecimal exact(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), NANOS_TO_MILLIS).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /** For people: three significant digits, such as {@code 0.41 ms}, {@code 24.9 ms}, {@code 712 ms}. */
    public static String readable(Duration duration) {
        return readableNumber(duration) + " ms";
    }

    /** As {@link #readable}, without the unit. */
    public static String readableNumber(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        String format = millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, millis);
    }
}
