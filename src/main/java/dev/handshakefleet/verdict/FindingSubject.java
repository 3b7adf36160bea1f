package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** The subject of a finding, which tells problems apart. */
public sealed interface FindingSubject {

    /** The probe as a whole. */
    FindingSubject PROBE = new WholeProbe();

    /** The probe as a whole. */
    record WholeProbe() implements FindingSubject {}

    /**
     * One phase, held against its limit.
     *
     * @param phase which
     * @param took how long it took
     * @param limit how long it may take
     */
    record OfPhase(Phase phase, Duration took, Duration limit) implements FindingSubject {

        public OfPhase {
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(limit, "limit");
        }
    }

    /**
     * One certificate of the path.
     *
     * @param role its place
     * @param name its subject, ready to be shown
     * @param sha256 its fingerprint, lower-case hexadecimal
     * @param notAfter when it expires
     * @param rung its rung on the ladder of expiry (see {@link ExpiryThresholds#rung}): 0 outside the thresholds,
     *     {@value
     *     #EXPIRED} for expired
     */
    record OfCertificate(Role role, String name, String sha256, Instant notAfter, int rung) implements FindingSubject {

        /** The last rung. */
        public static final int EXPIRED = 6;

        public OfCertificate {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(notAfter, "notAfter");
        }

        static OfCertificate of(CertificateFacts certificate, int rung) {
            return new OfCertificate(
                    certificate.role(), certificate.displayName(), certificate.sha256(), certificate.notAfter(), rung);
        }
    }
}
