package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.ExpiryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time left from which a certificate counts as expiring. By default, WARNING when less than 30 % of its lifetime is
 * left, but
 * at most 30 days, and CRITICAL when less than a ninth, but at most 7 days; for CA certificates at most 90 and 30 days.
 * ACME clients renew when a third is left, so a client that works and checks twice a day never causes a finding. A
 * target can set fixed days instead. A certificate with exactly the threshold left is not yet expiring.
 */
final class ExpiryThresholds {

    private static final int WARNING_PERCENT = 30;
    private static final int ALL_PERCENT = 100;
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

    /** @return the severity of the time left; OK outside both thresholds */
    Severity severity(CertificateFacts certificate, Instant now) {
        Duration left = Duration.between(now, certificate.notAfter());
        Thresholds thresholds = thresholds(certificate);
        if (left.compareTo(thresholds.critical()) < 0) {
            return Severity.CRITICAL;
        }
        return left.compareTo(thresholds.warning()) < 0 ? Severity.WARNING : Severity.OK;
    }

    /**
     * The rung of a certificate on the ladder of expiry, before it expires: how many of these thresholds it has passed:
     * the warning threshold, half of it, the critical threshold, half and a quarter of that.
     *
     * @return 0 outside of the warning threshold, 5 within a quarter of the critical one
     */
    int rung(CertificateFacts certificate, Instant now) {
        Duration left = Duration.between(now, certificate.notAfter());
        Thresholds thresholds = thresholds(certificate);
        return (int) Stream.of(
                        thresholds.warning(),
                        thresholds.warning().dividedBy(2),
                        thresholds.critical(),
                        thresholds.critical().dividedBy(2),
                        thresholds.critical().dividedBy(4))
                .filter(threshold -> left.compareTo(threshold) < 0)
                .count();
    }

    /** The time left from which an expiry is a WARNING, and from which it is CRITICAL. */
    private record Thresholds(Duration warning, Duration critical) {}

    private Thresholds thresholds(CertificateFacts certificate) {
        boolean isLeaf = certificate.role() == Role.LEAF;
        Optional<ExpiryDays> fixed = isLeaf ? policy.leaf() : policy.authorities();
        ExpiryDays most = isLeaf ? MOST_FOR_LEAVES : MOST_FOR_AUTHORITIES;
        Duration lifetime = certificate.lifetime();

        Duration critical = fixed.map(days -> Duration.ofDays(days.critical()))
                .orElseGet(() -> shorter(lifetime.dividedBy(CRITICAL_SHARE), Duration.ofDays(most.critical())));
        Duration warning = fixed.map(days -> Duration.ofDays(days.warning()))
                .orElseGet(() -> shorter(
                        lifetime.multipliedBy(WARNING_PERCENT).dividedBy(ALL_PERCENT),
                        Duration.ofDays(most.warning())));
        return new Thresholds(warning, critical);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
