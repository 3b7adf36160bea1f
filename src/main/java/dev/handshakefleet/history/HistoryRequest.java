package dev.handshakefleet.history;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The request for the history of one target.
 *
 * @param target a written target, its id or its name; a text that is both a name and a host is the name, if that was measured
 * @param window how long
 * @param until the end of the window; empty for now
 * @param region the one region that is asked for; empty for all
 * @param limit how many single measurements at the most, newest first; 1 to {@value #HIGHEST_LIMIT}
 */
public record HistoryRequest(
        String target, Duration window, Optional<Instant> until, Optional<String> region, int limit) {

    /** The window where none is given. */
    public static final Duration DEFAULT_WINDOW = Duration.ofDays(1);

    public static final int DEFAULT_LIMIT = 1_000;
    public static final int HIGHEST_LIMIT = 10_000;

    private static final String REGION = "[a-z0-9-]{1,40}";

    public HistoryRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(region, "region");
        if (region.isPresent() && !region.get().matches(REGION)) {
            throw new BadInputException("region", region.get(), "the name of a region, such as eu-west-1");
        }
        if (limit < 1 || limit > HIGHEST_LIMIT) {
            throw new BadInputException("limit", limit, "a whole number from 1 to " + HIGHEST_LIMIT);
        }
    }

    /** A window of all regions that ends now. */
    public HistoryRequest(String target, Duration window, int limit) {
        this(target, window, Optional.empty(), Optional.empty(), limit);
    }

    /**
     * @return the end of the window
     * @throws BadInputException when it is in the future
     */
    Instant end(Instant now) {
        Instant end = until.orElse(now);
        if (end.isAfter(now)) {
            throw new BadInputException(
                    "until", end, "an instant that is not after now, " + now + "; nothing has been measured later");
        }
        return end;
    }
}
