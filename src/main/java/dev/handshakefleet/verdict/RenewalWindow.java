package dev.handshakefleet.verdict;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When the authority of a certificate wants it to be renewed (RFC 9773, 4.2): before a mass revocation it moves the window
 * to the past.
 *
 * @param start from when on
 * @param end until when; not before {@code start}
 * @param explanation a page that says why, where the authority gives one
 */
public record RenewalWindow(Instant start, Instant end, Optional<URI> explanation) {

    public RenewalWindow {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(explanation, "explanation");
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("end: " + end + "; accepted: not before start, " + start);
        }
    }
}
