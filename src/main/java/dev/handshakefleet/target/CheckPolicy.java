package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The alert settings of one kind of check.
 *
 * @param after how many bad runs in a row, of one region, make a problem; 1 to 100
 * @param clear how many good runs in a row, of one region, end it; 1 to 100
 * @param remind the interval between reminders of an open, unacknowledged alert, PT5M to P30D; empty for never
 */
public record CheckPolicy(int after, int clear, Optional<Duration> remind) {

    public static final int MOST_RUNS = 100;
    static final Duration SHORTEST_REMIND = Duration.ofMinutes(5);
    static final Duration LONGEST_REMIND = Duration.ofDays(30);

    /** @throws BadInputException for a value out of its range */
    public CheckPolicy {
        Objects.requireNonNull(remind, "remind");
        inRange("alert.after", after);
        inRange("alert.clear", clear);
        remind.filter(every -> every.compareTo(SHORTEST_REMIND) < 0 || every.compareTo(LONGEST_REMIND) > 0)
                .ifPresent(every -> {
                    throw new BadInputException(
                            "alert.remind", every, "a duration from " + SHORTEST_REMIND + " to P30D, or off");
                });
    }

    private static void inRange(String field, int runs) {
        if (runs < 1 || runs > MOST_RUNS) {
            throw new BadInputException(field, runs, "a whole number from 1 to " + MOST_RUNS);
        }
    }
}
