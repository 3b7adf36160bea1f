package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.SlaObjective;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads objectives, written as text or as an object:
 *
 * <pre>
 *   p95 of tls <= 250 ms over PT1H      {percentile: 95, phase: tls, limit: PT0.25S, window: PT1H}
 *   99.9 % over P30D                    {availability: 99.9, window: P30D}
 * </pre>
 *
 * In a text {@code ≤} is {@code <=}, times are {@code 250 ms}, {@code 0.25 s} or {@code PT0.25S}, and {@code available}
 * may stand
 * behind the percent sign. A decimal comma is refused: it also separates the entries of a list.
 */
final class SlaObjectiveReader {

    private static final String FIELD = "sla.objectives";
    private static final String WINDOW = FIELD + ".window";
    private static final String LIMIT = FIELD + ".limit";
    private static final String ACCEPTED_TEXT = "such as 'p95 of tls <= 250 ms over PT1H' or '99.9 % over P30D'";
    private static final String ACCEPTED_OBJECT =
            "an object with percentile, phase, limit and window, or with availability and window";
    private static final String ACCEPTED_LIMIT = "a time above zero, such as 250 ms, 0.25 s or PT0.25S";
    private static final int LONGEST_TEXT = 200;

    private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u202F]+");
    private static final Pattern PERCENTILE = Pattern.compile(
            "p ?(?<percent>\\d{1,3}) of (?<phase>[a-z]+) ?(?:<=|≤) ?(?<limit>.+?) over (?<window>\\S+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AVAILABILITY = Pattern.compile(
            "(?<percent>\\d{1,3}(?:\\.\\d{1,20})?) ?% ?(?:available )?over (?<window>\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME =
            Pattern.compile("(?<number>\\d{1,9}(?:\\.\\d{1,6})?) ?(?<unit>ms|s)", Pattern.CASE_INSENSITIVE);

    private SlaObjectiveReader() {}

    /** @param value a list, or one entry that stands for a list of one */
    static List<SlaObjective> readAll(Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> entries ->
                entries.stream().map(SlaObjectiveReader::read).toList();
            default -> List.of(read(value));
        };
    }

    private static SlaObjective read(Object entry) {
        return switch (entry) {
            case String text -> ofText(text);
            case Map<?, ?> fields -> ofFields(fields);
            case null -> throw new BadInputException(FIELD, null, ACCEPTED_TEXT);
            default -> throw new BadInputException(FIELD, entry, ACCEPTED_TEXT + ", or " + ACCEPTED_OBJECT);
        };
    }

    private static SlaObjective ofText(String written) {
        if (written.length() > LONGEST_TEXT) {
            throw new BadInputException(FIELD, written, ACCEPTED_TEXT);
        }
        String text = SPACES.matcher(written).replaceAll(" ").strip();
        Matcher percentile = PERCENTILE.matcher(text);
        if (percentile.matches()) {
            return new PercentileObjective(
                    Integer.parseInt(percentile.group("percent")),
                    SlaReader.phase(FIELD + ".phase", percentile.group("phase").toLowerCase(Locale.ROOT)),
                    SlaLimit.of(time(percentile.group("limit"))),
                    percentileWindow(percentile.group("window")));
        }
        Matcher availability = AVAILABILITY.matcher(text);
        if (availability.matches()) {
            return new AvailabilityObjective(
                    new BigDecimal(availability.group("percent")), availabilityWindow(availability.group("window")));
        }
        throw new BadInputException(FIELD, written, ACCEPTED_TEXT);
    }

    private static SlaObjective ofFields(Map<?, ?> fields) {
        boolean isPercentile = fields.containsKey("percentile");
        if (isPercentile == fields.containsKey("availability")) {
            throw new BadInputException(FIELD, fields, ACCEPTED_OBJECT);
        }
        if (isPercentile) {
            Fields.refuseUnknown(FIELD, fields, Set.of("percentile", "phase", "limit", "window"));
            return new PercentileObjective(
                    percentile(fields.get("percentile")),
                    SlaReader.phase(FIELD + ".phase", fields.get("phase")),
                    SlaReader.limit(LIMIT, fields.get("limit")),
                    percentileWindow(windowText(fields, PercentileObjective.ACCEPTED_WINDOW)));
        }
        Fields.refuseUnknown(FIELD, fields, Set.of("availability", "window"));
        return new AvailabilityObjective(
                availability(fields.get("availability")),
                availabilityWindow(windowText(fields, AvailabilityObjective.ACCEPTED_WINDOW)));
    }

    private static int percentile(Object value) {
        if (value instanceof Integer percent) {
            return percent;
        }
        throw new BadInputException(FIELD + ".percentile", value, PercentileObjective.ACCEPTED_PERCENT);
    }

    private static BigDecimal availability(Object value) {
        if (value instanceof Number number) {
            try {
                return new BigDecimal(number.toString());
            } catch (NumberFormatException infiniteOrNone) {
                // The exception below names the value.
            }
        }
        throw new BadInputException(FIELD + ".availability", value, AvailabilityObjective.ACCEPTED_PERCENT);
    }

    private static Duration time(String written) {
        Matcher time = TIME.matcher(written);
        if (!time.matches()) {
            return duration(LIMIT, written, ACCEPTED_LIMIT);
        }
        int nanosExponent = time.group("unit").equalsIgnoreCase("ms") ? 6 : 9;
        Duration duration = Duration.ofNanos(new BigDecimal(time.group("number"))
                .movePointRight(nanosExponent)
                .longValueExact());
        if (duration.isZero()) {
            throw new BadInputException(LIMIT, written, ACCEPTED_LIMIT);
        }
        return duration;
    }

    private static Duration percentileWindow(String written) {
        return window(written, PercentileObjective::acceptsWindow, PercentileObjective.ACCEPTED_WINDOW);
    }

    private static Duration availabilityWindow(String written) {
        return window(written, AvailabilityObjective::acceptsWindow, AvailabilityObjective.ACCEPTED_WINDOW);
    }

    private static Duration window(String written, Predicate<Duration> accepts, String accepted) {
        Duration window = duration(WINDOW, written, accepted);
        if (!accepts.test(window)) {
            throw new BadInputException(WINDOW, written, accepted);
        }
        return window;
    }

    private static String windowText(Map<?, ?> fields, String accepted) {
        return Fields.text(WINDOW, fields.get("window"))
                .orElseThrow(() -> new BadInputException(WINDOW, null, accepted));
    }

    private static Duration duration(String field, String written, String accepted) {
        try {
            return Durations.positive(field, Duration.parse(written).toString());
        } catch (DateTimeParseException | BadInputException notAccepted) {
            throw new BadInputException(field, written, accepted);
        }
    }
}
