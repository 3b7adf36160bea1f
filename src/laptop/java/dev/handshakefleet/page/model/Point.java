package dev.handshakefleet.page.model;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * As much of a measurement as lines and percentiles need; thousands of targets have many.
 *
 * @param at the scheduled instant
 * @param lag from the scheduled instant to the start of the probe; not negative
 * @param region where it was measured
 * @param tls how long the handshake took; empty where it did not complete
 * @param severity the verdict
 * @param succeeded whether the handshake succeeded, and the HTTP exchange where one was wanted
 */
public record Point(
        Instant at, Duration lag, String region, Optional<Duration> tls, Severity severity, boolean succeeded) {

    public Point {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(lag, "lag");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(severity, "severity");
    }

    /** @return the point of a measurement */
    public static Point of(Measurement measurement) {
        Duration lag = Duration.between(measurement.scheduledAt(), measurement.startedAt());
        return new Point(
                measurement.scheduledAt(),
                lag.isNegative() ? Duration.ZERO : lag,
                measurement.region().intern(),
                measurement.took(Phase.TLS),
                measurement.verdict(),
                measurement.succeeded());
    }
}
