package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * The given share of all probes of a window succeeds, such as {@code 99.9 % over P30D}. The share that may fail is its
 * error budget.
 *
 * @param percent above 50 and below 100, at most 5 decimals; without zeros at its end
 * @param window {@code P1D} to {@code P90D}
 */
public record AvailabilityObjective(BigDecimal percent, Duration window) implements SlaObjective {

    public static final String ACCEPTED_PERCENT =
            "a number above 50 and below 100 with at most 5 decimals, such as 99.9";
    public static final String ACCEPTED_WINDOW = "an ISO-8601 duration from P1D to P90D, such as P30D";

    private static final BigDecimal ABOVE = BigDecimal.valueOf(50);
    private static final BigDecimal BELOW = BigDecimal.valueOf(100);
    private static final int MOST_DECIMALS = 5;
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(90);

    public AvailabilityObjective {
        Objects.requireNonNull(percent, "percent");
        if (percent.compareTo(ABOVE) <= 0 || percent.compareTo(BELOW) >= 0) {
            throw new BadInputException("sla.objectives.availability", percent, ACCEPTED_PERCENT);
        }
        BigDecimal shortest = percent.stripTrailingZeros();
        if (shortest.scale() > MOST_DECIMALS) {
            throw new BadInputException("sla.objectives.availability", percent, ACCEPTED_PERCENT);
        }
        percent = shortest.scale() < 0 ? shortest.setScale(0) : shortest;
        if (!acceptsWindow(window)) {
            throw new BadInputException("sla.objectives.window", window, ACCEPTED_WINDOW);
        }
    }

    public static boolean acceptsWindow(Duration window) {
        return window.compareTo(SHORTEST) >= 0 && window.compareTo(LONGEST) <= 0;
    }

    @Override
    public String name() {
        return "availability";
    }

    /** @return the share of all probes that may fail, in percent; above 0 and below 50 */
    public BigDecimal budgetPercent() {
        return BELOW.subtract(percent);
    }
}
