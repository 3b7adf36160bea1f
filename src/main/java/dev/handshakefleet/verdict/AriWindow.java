package dev.handshakefleet.verdict;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The renewal window that an authority suggests for a certificate (RFC 9773, 4.2). Before a mass revocation, the
 * authority moves it to the past.
 *
 * @param start its begin
 * @param end its end; not before {@code start}
 * @param explanation a page with the reason, if the
 *     authority gives one
 */
public record AriWindow(Instant start, Instant end, Optional<URI> explanation) {

    public AriWindow {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(explanation, "explanation");
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("end: " + end + "; accepted: not before start, " + start);
        }
    }
}
