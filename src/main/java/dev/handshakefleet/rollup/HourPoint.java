package dev.handshakefleet.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An hour of one region, for lines over time.
 *
 * @param hour its start
 * @param probes how many measurements
 * @param failed how many of them failed
 * @param p95 95th percentile of the handshake; empty where none completed
 * @param max the longest handshake; empty where none completed
 */
public record HourPoint(Instant hour, int probes, int failed, Optional<Duration> p95, Optional<Duration> max) {

    public HourPoint {
        Objects.requireNonNull(hour, "hour");
        Objects.requireNonNull(p95, "p95");
        Objects.requireNonNull(max, "max");
    }
}
