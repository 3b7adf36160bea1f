package dev.handshakefleet.probe;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;

/**
 * The time limits of a probe: one for each phase and one for the whole.
 *
 * @param dns limit of the name lookup
 * @param connect limit of the TCP connect
 * @param starttls limit of the plain-text upgrade
 * @param tls limit of the TLS handshake
 * @param http limit of the HTTP exchange, from the request to the last byte
 * @param total limit of all phases together
 */
public record ProbeLimits(
        Duration dns, Duration connect, Duration starttls, Duration tls, Duration http, Duration total) {

    /**
     * The default limits: 3 s for the lookup, 3 s for the connect, 6 s each for upgrade, handshake and HTTP, 10 s in
     * total.
     */
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

    /** Returns limits with one value for the total and for each phase, so that any phase may use the whole time. */
    public static ProbeLimits ofTotal(Duration total) {
        return new ProbeLimits(total, total, total, total, total, total);
    }

    private static void requirePositive(String field, Duration duration) {
        if (!duration.isPositive()) {
            throw new BadInputException("timeout." + field, duration, "a duration above zero");
        }
    }
}
