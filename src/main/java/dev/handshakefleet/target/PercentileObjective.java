package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.util.Objects;

/**
 * The given share of all measurements of a window keeps a limit, such as {@code p95 of tls <= 250 ms over PT1H}.
 *
 * @param percent 50 to 99
 * @param phase the limited phase
 * @param limit the largest percentile; above its second limit the breach is critical
 * @param window {@code PT5M} to {@code P1D}
 */
public record PercentileObjective(int percent, Phase phase, SlaLimit limit, Duration window) implements SlaObjective {

    public static final String ACCEPTED_PERCENT = "a whole number from 50 to 99";
    public static final String ACCEPTED_WINDOW = "an ISO-8601 duration from PT5M to P1D, such as PT1H";

    private static final int LOWEST = 50;
    private static final int HIGHEST = 99;
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    public PercentileObjective {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(limit, "limit");
        if (percent < LOWEST || percent > HIGHEST) {
            throw new BadInputException("sla.objectives.percentile", percent, ACCEPTED_PERCENT);
        }
        if (!acceptsWindow(window)) {
            throw new BadInputException("sla.objectives.window", window, ACCEPTED_WINDOW);
        }
    }

    public static boolean acceptsWindow(Duration window) {
        return window.compareTo(SHORTEST) >= 0 && window.compareTo(LONGEST) <= 0;
    }

    @Override
    public String name() {
        return "p" + percent + "-" + phase.label();
    }
}
