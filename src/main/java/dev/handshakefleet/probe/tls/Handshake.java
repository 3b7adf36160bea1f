package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.TlsFacts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of one handshake.
 *
 * @param facts the agreed parameters, as far as the handshake got
 * @param presentedChain the certificates as sent, DER, leaf first; empty if none came
 * @param took from the departure of the ClientHello until the server's Finished was verified and ours had left, or
 *     until the failure
 * @param endNanos its end on the monotonic clock
 * @param roundTrips the number of times the client had to wait for an answer of the peer
 * @param cold whether it was the first handshake of this engine
 * @param failure the reason for which it did not complete; empty if it did
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
     * Splits the waiting time into the part that the network explains and the rest. {@code network} is the number of
     * round trips times the smallest round-trip time of the connection, at most the wait. {@code server} is the rest.
     * The split is wrong in three cases: the path was slower for these packets than at its best; a flight of the server
     * exceeds its first congestion window and needs more round trips than turns; or a proxy terminates TCP but not TLS.
     *
     * @param smallestRoundTrip of the connection; zero if it is not known, and then nothing is split
     * @return the same handshake with the split
     */
    public TlsFacts factsSplitBy(Duration smallestRoundTrip) {
        if (!smallestRoundTrip.isPositive() || roundTrips == 0) {
            return facts;
        }
        Duration path = smallestRoundTrip.multipliedBy(roundTrips);
        Duration network = path.compareTo(facts.waited()) < 0 ? path : facts.waited();
        return facts.withSplit(network, facts.waited().minus(network));
    }

    /** Returns the same handshake with that failure, which can appear after its end. */
    public Handshake failedBy(Failure reason) {
        return new Handshake(facts, presentedChain, took, endNanos, roundTrips, cold, Optional.of(reason));
    }
}
