package dev.handshakefleet.bench.truth;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The times of one handshake on the wire at the client. On loopback a segment arrives as it departs.
 *
 * @param connect from SYN to SYN-ACK
 * @param waited from the departure of the ClientHello's last segment to the arrival of the last segment that the server
 *     sent before the client's next one
 * @param tls from the departure of the ClientHello's first segment to that of the segment that completes the client's
 *     Finished
 */
record WireTimes(Duration connect, Duration waited, Duration tls) {

    WireTimes {
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(waited, "waited");
        Objects.requireNonNull(tls, "tls");
    }

    /** @return empty where the connection did not come to the client's Finished, or not all of it was captured */
    static Optional<WireTimes> of(CapturedConnection connection) {
        Optional<Duration> connect = connection.connect();
        Optional<Duration> waited = connection.waited();
        Optional<Duration> tls =
                connection.helloAt().flatMap(hello -> connection.finishedAt().map(finished -> finished.minus(hello)));
        if (connect.isEmpty() || waited.isEmpty() || tls.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WireTimes(connect.get(), waited.get(), tls.get()));
    }
}
