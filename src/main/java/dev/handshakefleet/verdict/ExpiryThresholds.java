package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.ExpiryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when on a certificate counts as expiring. By default WARNING when less than a third of its lifetime is left, but
 * at most 30 days, and CRITICAL when less than a ninth, but at most 7 days; for CA certificates at most 90 and 30 days.
 * A target can fix the days instead. Exactly the threshold left is not yet inside of it.
 */
final class ExpiryThresholds {

    private static final int WARNING_SHARE = 3;
    private static final int CRITICAL_SHARE = 9;
    private static final ExpiryDays MOST_FOR_LEAVES = new ExpiryDays(30, 7);
    private static final ExpiryDays MOST_FOR_AUTHORITIES = new ExpiryDays(90, 30);

    private final ExpiryPolicy policy;

    private ExpiryThresholds(ExpiryPolicy policy) {
        this.policy = policy;
    }

    static ExpiryThresholds of(ExpiryPolicy policy) {
        return new ExpiryThresholds(policy);
    }

    /** @return how bad the time left is; OK outside of both thresholds */
    Severity severity(CertificateFacts certificate, Instant now) {
        Duration left = Duration.between(now, certificate.notAfter());
        boolean isLeaf = certificate.role() == Role.LEAF;
        Optional<ExpiryDays> fixed = isLeaf ? policy.leaf() : policy.authorities();
        ExpiryDays most = isLeaf ? MOST_FOR_LEAVES : MOST_FOR_AUTHORITIES;
        Duration lifetime = certificate.lifetime();

        Duration critical = fixed.map(days -> Duration.ofDays(days.critical()))
                .orElseGet(() -> shorter(lifetime.dividedBy(CRITICAL_SHARE), Duration.ofDays(most.critical())));
        Duration warning = fixed.map(days -> Duration.ofDays(days.warning()))
                .orElseGet(() -> shorter(lifetime.dividedBy(WARNING_SHARE), Duration.ofDays(most.warning())));
        if (left.compareTo(critical) < 0) {
            return Severity.CRITICAL;
        }
        return left.compareTo(warning) < 0 ? Severity.WARNING : Severity.OK;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
