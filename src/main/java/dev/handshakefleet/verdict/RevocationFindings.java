package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.revocation.Revocation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The findings about revocation. A staple is always judged; sources are asked only if the target wants it. A missing
 * answer is a finding only if one was due: for a must-staple certificate, an unreliable staple, or sources that were
 * asked.
 */
final class RevocationFindings {

    private RevocationFindings() {}

    /**
     * @param path leaf first
     * @param stapled the status of the leaf in the staple; empty if none came or it cannot be judged
     * @param asked the
     *     answers of the sources, by the fingerprint of the certificate
     */
    static List<Finding> of(List<CertificateFacts> path, Optional<Revocation> stapled, Map<String, Revocation> asked) {
        List<Finding> findings = new ArrayList<>();
        for (CertificateFacts certificate : path) {
            Optional<Revocation> ofStaple = certificate.role() == Role.LEAF ? stapled : Optional.empty();
            Optional<Revocation> answer = Optional.ofNullable(asked.get(certificate.sha256()));
            ofStaple.flatMap(status -> finding(certificate, status)).ifPresent(findings::add);
            answer.flatMap(status -> finding(certificate, status)).ifPresent(findings::add);
        }
        return findings;
    }

    static Finding stapleMissing() {
        return new Finding(
                FindingCode.STAPLE_MISSING,
                Severity.WARNING,
                "Leaf certificate must be stapled (RFC 7633), and the server sent no OCSP response.",
                "Switch OCSP stapling on and check that the server reaches the responder, or have the certificate issued"
                        + " again without must-staple: Firefox refuses it as it is.");
    }

    private static Optional<Finding> finding(CertificateFacts certificate, Revocation revocation) {
        return switch (revocation) {
            case Revocation.Good good -> Optional.empty();
            case Revocation.Revoked revoked -> Optional.of(revoked(certificate, revoked));
            case Revocation.Unknown unknown -> Optional.of(unknown(certificate, unknown));
        };
    }

    private static Finding revoked(CertificateFacts certificate, Revocation.Revoked revoked) {
        return new Finding(
                FindingCode.REVOKED,
                Severity.CRITICAL,
                "%s was revoked on %s (%s), according to %s."
                        .formatted(
                                CertificateName.atStart(certificate),
                                LocalDate.ofInstant(revoked.at(), ZoneOffset.UTC),
                                revoked.reason(),
                                name(revoked.source())),
                certificate.role() == Role.LEAF
                        ? "Have it issued again for a new key, install it and reload the server: browsers refuse it."
                        : "Move to a chain of your certificate authority that does not hold it: browsers refuse it.");
    }

    private static Finding unknown(CertificateFacts certificate, Revocation.Unknown unknown) {
        return unknown.source() == Revocation.Source.STAPLE
                ? new Finding(
                        FindingCode.REVOCATION_UNKNOWN,
                        Severity.WARNING,
                        "The OCSP response that the server staples to its leaf certificate cannot be relied upon: %s."
                                .formatted(unknown.why()),
                        "Check that the server fetches a new response in time (its clock, its connection to the responder) and"
                                + " reload it: Firefox refuses a staple like this.")
                : new Finding(
                        FindingCode.REVOCATION_UNKNOWN,
                        Severity.WARNING,
                        "The revocation status of the %s could not be determined: %s."
                                .formatted(CertificateName.inside(certificate), unknown.why()),
                        "Check the responder and the list of the certificate authority, or switch this check off for the target"
                                + " (revocation: off).");
    }

    private static String name(Revocation.Source source) {
        return switch (source) {
            case STAPLE -> "the OCSP response that the server staples";
            case OCSP -> "the OCSP responder of its authority";
            case CRL -> "the revocation list of its authority";
        };
    }
}
