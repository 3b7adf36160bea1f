package dev.handshakefleet.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Durations as people and programs read them. {@link LimitText} writes a duration beside its limit. Pure.
 *
 * <ul>
 *   <li>Measured times: {@link #millis} in sentences, {@link #compactMillis} and {@link #compactNumber} in tables and on
 *       terminals, {@link #jsonMillis} in documents.
 *   <li>Spans, rounded down: {@link #span} to the minute, {@link #roughSpan} in two units, {@link #largestUnit} in one unit
 *       with its full name.
 *   <li>Timeouts: {@link #seconds}.
 * </ul>
 */
public final class DurationText {

    private static final int NANOS_TO_MILLIS = 6;
    private static final int MILLIS_TO_SECONDS = 3;
    private static final int JSON_DECIMALS = 3;
    private static final int ROUGH_UNITS = 2;

    private DurationText() {}

    /** @return milliseconds with one decimal, rounded half up, such as {@code 512.3 ms} */
    public static String millis(Duration duration) {
        return number(duration, 1) + " ms";
    }

    /** @return milliseconds with {@code decimals} decimals, rounded half up, without the unit */
    public static String number(Duration duration, int decimals) {
        return exactMillis(duration).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    /** @return milliseconds with three significant digits, such as {@code 0.41 ms}, {@code 24.9 ms}, {@code 712 ms} */
    public static String compactMillis(Duration duration) {
        return compactNumber(duration) + " ms";
    }

    /** @return {@link #compactMillis} without the unit */
    public static String compactNumber(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        String format = millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, millis);
    }

    /** @return milliseconds with three decimals, rounded half up, such as {@code 12.345} */
    public static BigDecimal jsonMillis(Duration duration) {
        return exactMillis(duration).setScale(JSON_DECIMALS, RoundingMode.HALF_UP);
    }

    /** @return milliseconds with six decimals, not rounded */
    static BigDecimal exactMillis(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), NANOS_TO_MILLIS);
    }

    /** @return seconds to the millisecond, such as {@code 5 s} or {@code 2.5 s} */
    public static String seconds(Duration duration) {
        return plain(BigDecimal.valueOf(duration.toMillis(), MILLIS_TO_SECONDS)) + " s";
    }

    /** @return days, hours and minutes, such as {@code 1 d 2 h 10 min}; {@code less than a minute} */
    public static String span(Duration duration) {
        String parts = nonZero(Stream.of(days(duration), hours(duration), minutes(duration)));
        return parts.isEmpty() ? "less than a minute" : parts;
    }

    /** @return the two largest units, such as {@code 30 d}, {@code 1 h 30 min} or {@code 5 s}; {@code less than 1 s} */
    public static String roughSpan(Duration duration) {
        List<Part> all =
                List.of(days(duration), hours(duration), minutes(duration), new Part(duration.toSecondsPart(), "s"));
        String parts =
                nonZero(all.stream().dropWhile(part -> part.number() == 0).limit(ROUGH_UNITS));
        return parts.isEmpty() ? "less than 1 s" : parts;
    }

    /** @return days, or else hours, or else minutes, such as {@code 12 days} or {@code 1 hour}; {@code less than a minute} */
    public static String largestUnit(Duration duration) {
        return Stream.of(
                        new Part(duration.toDays(), "day"),
                        new Part(duration.toHours(), "hour"),
                        new Part(duration.toMinutes(), "minute"))
                .filter(part -> part.number() > 0)
                .findFirst()
                .map(part -> part + (part.number() == 1 ? "" : "s"))
                .orElse("less than a minute");
    }

    /** @return the number without trailing zeros and without an exponent */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private record Part(long number, String unit) {

        @Override
        public String toString() {
            return number + " " + unit;
        }
    }

    private static Part days(Duration duration) {
        return new Part(duration.toDays(), "d");
    }

    private static Part hours(Duration duration) {
        return new Part(duration.toHoursPart(), "h");
    }

    private static Part minutes(Duration duration) {
        return new Part(duration.toMinutesPart(), "min");
    }

    private static String nonZero(Stream<Part> parts) {
        return parts.filter(part -> part.number() != 0).map(Part::toString).collect(Collectors.joining(" "));
    }
}
