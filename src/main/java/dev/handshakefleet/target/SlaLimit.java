package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;

/**
 * How long a phase may take.
 *
 * @param warning longer than this is a breach; more than zero
 * @param critical longer than this is a critical breach; at least {@code warning}
 */
public record SlaLimit(Duration warning, Duration critical) {

    public SlaLimit {
        if (!warning.isPositive()) {
            throw new BadInputException("sla", warning, "an ISO-8601 duration above zero, such as PT0.5S");
        }
        if (critical.compareTo(warning) < 0) {
            throw new BadInputException("sla.critical", critical, "a duration not below the warning limit " + warning);
        }
    }

    /** @return a limit that is critical at twice the given duration */
    public static SlaLimit of(Duration warning) {
        return new SlaLimit(warning, warning.multipliedBy(2));
    }
}
