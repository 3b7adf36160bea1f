package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.chain.ChainInspection;
import java.time.Instant;
import java.util.Optional;

/** The finding about a leaf with a renewal window (RFC 9773, 4.2) in the past. */
final class AriFindings {

    private AriFindings() {}

    static Optional<Finding> of(ChainInspection chain, AriWindow window, Instant now) {
        return chain.path().stream()
                .findFirst()
                .filter(leaf -> now.isAfter(window.end()) && leaf.isValidAt(now))
                .map(leaf -> overdue(leaf, window));
    }

    private static Finding overdue(CertificateFacts leaf, AriWindow window) {
        return new Finding(
                FindingCode.CERT_EXPIRING,
                Severity.WARNING,
                "%s should have been renewed by %s, according to the renewal information of its authority (RFC 9773)%s."
                        .formatted(
                                CertificateName.atStart(leaf),
                                DateFindings.date(window.end()),
                                window.explanation()
                                        .map(page -> "; explanation: " + page)
                                        .orElse("")),
                "Renew it now and reload the server, and check that your ACME client runs and follows renewal information.",
                FindingSubject.OfCertificate.of(leaf, 0));
    }
}
