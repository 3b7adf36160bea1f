package dev.handshakefleet.probe;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;

/**
 * How long a probe waits: a deadline for each phase and one over all.
 *
 * @param dns for the name lookup
 * @param connect for the TCP connect
 * @param starttls for the plain-text upgrade
 * @param tls for the TLS handshake
 * @param http for the HTTP exchange, from the request to the last byte
 * @param total for all of it
 */
public record ProbeLimits(
        Duration dns, Duration connect, Duration starttls, Duration tls, Duration http, Duration total) {

    /** 3 s for the lookup, 3 s to connect, 6 s each for upgrade, handshake and HTTP, 10 s over all. */
    public static final ProbeLimits DEFAULT = new ProbeLimits(
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(6),
            Duration.ofSeconds(6),
            Duration.ofSeconds(6),
            Duration.ofSeconds(10));

    public ProbeLimits {
        requirePositive("dns", dns);
        requirePositive("connect", connect);
        requirePositive("starttls", starttls);
        requirePositive("tls", tls);
        requirePositive("http", http);
        requirePositive("total", total);
    }

    /** @return one limit for all: each phase may use up the whole */
    public static ProbeLimits ofTotal(Duration total) {
        return new ProbeLimits(total, total, total, total, total, total);
    }

    private static void requirePositive(String field, Duration duration) {
        if (!duration.isPositive()) {
            throw new BadInputException("timeout." + field, duration, "a duration above zero");
        }
    }
}
