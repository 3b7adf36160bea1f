package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.TlsFacts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one handshake.
 *
 * @param facts what it agreed on, as far as it got
 * @param presentedChain the certificates as sent, DER, leaf first; empty where none came
 * @param took from the departure of the ClientHello until the server's Finished was verified and ours had left, or until it
 *     failed
 * @param endNanos the end of it on the monotonic clock
 * @param roundTrips how often an answer of the peer had to be awaited
 * @param cold whether it was the first of this engine
 * @param failure why it did not get to the end; empty where it did
 */
public record Handshake(
        TlsFacts facts,
        List<byte[]> presentedChain,
        Duration took,
        long endNanos,
        int roundTrips,
        boolean cold,
        Optional<Failure> failure) {

    public Handshake {
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(failure, "failure");
        presentedChain = List.copyOf(presentedChain);
    }

    /**
     * Splits the wait into what the path explains and what is left for the server: {@code network} is the number of round
     * trips times the smallest round-trip time of the connection, at most the wait; {@code server} is the rest. Blind where
     * the path was slower for these packets than at its best, where a flight of the server is larger than its first
     * congestion window (more round trips than turns), and behind a proxy that ends TCP but not TLS.
     *
     * @param smallestRoundTrip of the connection; zero where it is not known, which splits nothing
     */
    public TlsFacts factsSplitBy(Duration smallestRoundTrip) {
        if (!smallestRoundTrip.isPositive() || roundTrips == 0) {
            return facts;
        }
        Duration path = smallestRoundTrip.multipliedBy(roundTrips);
        Duration network = path.compareTo(facts.waited()) < 0 ? path : facts.waited();
        return facts.withSplit(network, facts.waited().minus(network));
    }

    /** The same, ended by that failure, which may have shown only after it. */
    public Handshake failedBy(Failure reason) {
        return new Handshake(facts, presentedChain, took, endNanos, roundTrips, cold, Optional.of(reason));
    }
}
