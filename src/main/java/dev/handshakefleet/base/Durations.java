package dev.handshakefleet.base;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Reads durations that people write: ISO-8601, above zero, at most ten years. {@link DurationText} writes them. Pure. */
public final class Durations {

    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Durations() {}

    /**
     * @param field the name of the field, option or variable
     * @param value the text, such as {@code PT0.3S}, {@code PT24H} or {@code P7D}
     * @throws BadInputException naming the field, the value and the accepted form
     */
    public static Duration positive(String field, String value) {
        try {
            Duration duration = Duration.parse(value);
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException notADuration) {
            // The exception below names the accepted form.
        }
        throw new BadInputException(
                field, value, "an ISO-8601 duration above zero and up to P3650D, such as PT0.3S or PT24H");
    }
}
