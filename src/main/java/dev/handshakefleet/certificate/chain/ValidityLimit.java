package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The longest validity of a publicly trusted server certificate, by the day of its issue (CA/B Forum Baseline
 * Requirements,
 * 6.3.2): 398 days since 2020-09-01, 200 since 2026-03-15, 100 since 2027-03-15, 47 since 2029-03-15. The day of issue
 * is
 * taken to be {@code notBefore}; both ends of the validity count, so that its length is a second more than their
 * distance.
 */
final class ValidityLimit {

    private static final NavigableMap<Instant, Duration> SINCE = new TreeMap<>();

    static {
        SINCE.put(Instant.parse("2020-09-01T00:00:00Z"), Duration.ofDays(398));
        SINCE.put(Instant.parse("2026-03-15T00:00:00Z"), Duration.ofDays(200));
        SINCE.put(Instant.parse("2027-03-15T00:00:00Z"), Duration.ofDays(100));
        SINCE.put(Instant.parse("2029-03-15T00:00:00Z"), Duration.ofDays(47));
    }

    private ValidityLimit() {}

    /** @return the limit, if the leaf is valid for longer; empty otherwise */
    static Optional<Duration> exceededBy(CertificateFacts leaf) {
        Duration validity = leaf.lifetime().plusSeconds(1);
        return Optional.ofNullable(SINCE.floorEntry(leaf.notBefore()))
                .map(entry -> entry.getValue())
                .filter(allowed -> validity.compareTo(allowed) > 0);
    }
}
