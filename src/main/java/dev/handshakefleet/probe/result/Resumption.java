package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The second handshake of a target that is to be resumed: over a connection of its own, offering the session of the first.
 *
 * @param took the handshake, by the same rule as the {@code tls} phase; empty where it was not made or failed
 * @param tls what it agreed on; {@code resumed} tells whether the server took the session up
 * @param problem why there was no second handshake, or why it failed; empty where it came to its end
 */
public record Resumption(Optional<Duration> took, Optional<TlsFacts> tls, Optional<String> problem) {

    public Resumption {
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(problem, "problem");
    }

    /** There was no second handshake, for that reason. */
    public static Resumption notMade(String reason) {
        return new Resumption(Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    /** The second handshake, which may have failed. */
    public static Resumption of(Duration took, TlsFacts tls, Optional<Failure> failure) {
        return new Resumption(
                failure.isEmpty() ? Optional.of(took) : Optional.empty(),
                Optional.of(tls),
                failure.map(Failure::detail));
    }
}
