package dev.handshakefleet.target;

import java.util.Objects;
import java.util.Optional;

/**
 * From when on a coming expiry is reported. Where no days are fixed, the thresholds are a share of the certificate's
 * own lifetime, because certificates of 47 and of 6 days make fixed days useless.
 *
 * @param leaf fixed days for the leaf, or empty for the share of its lifetime
 * @param authorities fixed days for intermediates and roots, or empty for the share of their lifetime
 */
public record ExpiryPolicy(Optional<ExpiryDays> leaf, Optional<ExpiryDays> authorities) {

    /** Share of lifetime everywhere: a third left is a WARNING, a ninth is CRITICAL. */
    public static final ExpiryPolicy BY_LIFETIME = new ExpiryPolicy(Optional.empty(), Optional.empty());

    public ExpiryPolicy {
        Objects.requireNonNull(leaf, "leaf");
        Objects.requireNonNull(authorities, "authorities");
    }
}
