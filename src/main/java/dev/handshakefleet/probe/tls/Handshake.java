package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.Failure;
import dev.handshakefleet.probe.TlsFacts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one handshake.
 *
 * @param facts what it agreed on, as far as it got
 * @param presentedChain the certificates as sent, DER, leaf first; empty where none came
 * @param took from handing the first ClientHello byte to the socket until the server's Finished was verified and ours was
 *     flushed, or until it failed
 * @param endNanos the end of it on the monotonic clock
 * @param cold whether it was the first of this engine
 * @param failure why it did not get to the end; empty where it did
 */
public record Handshake(
        TlsFacts facts,
        List<byte[]> presentedChain,
        Duration took,
        long endNanos,
        boolean cold,
        Optional<Failure> failure) {

    public Handshake {
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(failure, "failure");
        presentedChain = List.copyOf(presentedChain);
    }
}
