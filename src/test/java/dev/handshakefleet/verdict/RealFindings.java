package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Findings of the real rules, for facts that another package's test made up. */
public final class RealFindings {

    private RealFindings() {}

    /** Of the dates of a certificate, by the default thresholds. */
    public static List<Finding> ofDates(CertificateFacts certificate, Instant now) {
        return DateFindings.of(List.of(certificate), ExpiryThresholds.of(ExpiryPolicy.BY_LIFETIME), now);
    }

    public static List<Finding> ofPhases(Map<Phase, Duration> phases, Sla sla) {
        return SlaFindings.of(phases, sla);
    }

    public static Finding ofFailure(Failure failure) {
        return FailureFindings.of(failure);
    }
}
