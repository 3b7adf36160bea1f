package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The second handshake of a target that asks for resumption. It uses a new connection and offers the session of the
 * first handshake.
 *
 * @param took its duration, by the same rule as the {@code tls} phase; empty if it was not made or failed
 * @param tls its facts; {@code resumed} tells whether the server resumed the session
 * @param problem the reason for which it was not made or failed; empty if it completed
 */
public record Resumption(Optional<Duration> took, Optional<TlsFacts> tls, Optional<String> problem) {

    public Resumption {
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(problem, "problem");
    }

    /** Returns the value for a second handshake that was not made, with the reason. */
    public static Resumption notMade(String reason) {
        return new Resumption(Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    /** Returns the value for a second handshake that was made; it may have failed. */
    public static Resumption of(Duration took, TlsFacts tls, Optional<Failure> failure) {
        return new Resumption(
                failure.isEmpty() ? Optional.of(took) : Optional.empty(),
                Optional.of(tls),
                failure.map(Failure::detail));
    }
}
