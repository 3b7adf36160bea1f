package dev.handshakefleet.alert.silence;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * A request for a silence. Immutable.
 *
 * @param matcher selects the notices
 * @param start the start; empty means now
 * @param end the end; exactly one of {@code end} and {@code duration} is given
 * @param duration the length; above zero and at most {@link Silence#LONGEST}
 * @param reason the reason; 1 to 200 characters
 * @param by the name of the person; 1 to 100 characters
 */
public record SilenceRequest(
        SilenceMatcher matcher,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<Duration> duration,
        String reason,
        Optional<String> by) {

    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final String EITHER = "an instant as end, or an ISO-8601 duration as duration, and not both";

    /** @throws BadInputException naming the field, the value and what is accepted */
    public SilenceRequest {
        Objects.requireNonNull(matcher, "matcher");
        if (end.isPresent() == duration.isPresent()) {
            throw new BadInputException("end, duration", end.isEmpty() ? null : "both", EITHER);
        }
        duration.filter(SilenceRequest::isNoLength).ifPresent(wrong -> {
            throw new BadInputException("duration", wrong, "a duration above zero and at most P90D, such as PT2H");
        });
        reason = Silence.checkedReason(reason);
        by = by.map(Silence::checkedName);
    }

    /**
     * @param id eight hexadecimal digits that no other silence has
     * @param now the instant of the request
     * @return the silence, with instants in whole milliseconds
     * @throws BadInputException when it begins more than a year from now, has already ended, or is too long
     */
    public Silence silence(String id, Instant now) {
        Instant at = millis(now);
        Instant from = start.map(SilenceRequest::millis).orElse(at);
        if (from.isAfter(at.plus(FARTHEST))) {
            throw new BadInputException("start", from, "an instant at most P366D from now");
        }
        Instant until = end.map(SilenceRequest::millis).orElseGet(() -> from.plus(duration.orElseThrow()));
        if (!until.isAfter(at)) {
            throw new BadInputException("end", until, "an instant after now, " + at);
        }
        return new Silence(id, matcher, from, until, reason, by, at, 0);
    }

    private static boolean isNoLength(Duration duration) {
        return !duration.isPositive() || duration.compareTo(Silence.LONGEST) > 0;
    }

    private static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
