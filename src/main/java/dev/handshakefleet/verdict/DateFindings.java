package dev.handshakefleet.verdict;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.certificate.CertificateFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings about the dates of a path, one certificate at a time. The last second of a validity counts as valid
 * (RFC 5280, 4.1.2.5); a certificate that has expired is not expiring as well. An issuer that expires before the leaf
 * is reported, however far away that is. Dates are UTC.
 */
final class DateFindings {

    private DateFindings() {}

    static List<Finding> of(List<CertificateFacts> path, ExpiryThresholds thresholds, Instant now) {
        List<Finding> findings = new ArrayList<>();
        for (CertificateFacts certificate : path) {
            if (now.isBefore(certificate.notBefore())) {
                findings.add(notYetValid(certificate, now));
            }
            if (certificate.hasExpiredAt(now)) {
                findings.add(expired(certificate, now));
                continue;
            }
            CertificateFacts leaf = path.getFirst();
            boolean endsBeforeTheLeaf = certificate.notAfter().isBefore(leaf.notAfter());
            Severity severity =
                    thresholds.severity(certificate, now).worseOf(endsBeforeTheLeaf ? Severity.WARNING : Severity.OK);
            if (severity != Severity.OK) {
                findings.add(expiring(
                        certificate,
                        severity,
                        now,
                        endsBeforeTheLeaf ? beforeThe(leaf) : "",
                        thresholds.rung(certificate, now)));
            }
        }
        return findings;
    }

    /** A leaf is useless after its issuers have expired. */
    private static String beforeThe(CertificateFacts leaf) {
        return ", before the leaf that it vouches for (%s)".formatted(date(leaf.notAfter()));
    }

    private static Finding notYetValid(CertificateFacts certificate, Instant now) {
        String message = "%s becomes valid in %s (%s)."
                .formatted(
                        CertificateName.atStart(certificate),
                        DurationText.largestUnit(Duration.between(now, certificate.notBefore())),
                        date(certificate.notBefore()));
        return new Finding(
                FindingCode.CERT_NOT_YET_VALID,
                Severity.CRITICAL,
                message,
                "Serve the certificate that is valid today, and check the clock of its issuer.",
                FindingSubject.OfCertificate.of(certificate, 0));
    }

    private static Finding expired(CertificateFacts certificate, Instant now) {
        String message = "%s expired %s ago (%s)."
                .formatted(
                        CertificateName.atStart(certificate),
                        DurationText.largestUnit(Duration.between(certificate.notAfter(), now)),
                        date(certificate.notAfter()));
        String advice = switch (certificate.role()) {
            case LEAF -> "Renew it now, install it and reload the server: clients refuse it.";
            case INTERMEDIATE ->
                "Install the chain that your certificate authority issues today: clients refuse this path.";
            case ROOT ->
                "Move to a chain that ends in a root that is still valid, and take the expired one out of trust"
                        + " stores.";
        };
        return new Finding(
                FindingCode.CERT_EXPIRED,
                Severity.CRITICAL,
                message,
                advice,
                FindingSubject.OfCertificate.of(certificate, FindingSubject.OfCertificate.EXPIRED));
    }

    private static Finding expiring(
            CertificateFacts certificate, Severity severity, Instant now, String beforeTheLeaf, int rung) {
        String message = "%s expires in %s (%s)%s."
                .formatted(
                        CertificateName.atStart(certificate),
                        DurationText.largestUnit(Duration.between(now, certificate.notAfter())),
                        date(certificate.notAfter()),
                        beforeTheLeaf);
        String advice = switch (certificate.role()) {
            case LEAF ->
                "Renew it now and reload the server: %s of its lifetime is left."
                        .formatted(percent(certificate.lifetimeLeft(now)));
            case INTERMEDIATE ->
                "Ask your certificate authority for a chain with the newer intermediate and install it with the"
                        + " leaf.";
            case ROOT -> "Move to a chain that ends in a newer root before clients drop this one.";
        };
        return new Finding(
                FindingCode.CERT_EXPIRING,
                severity,
                message,
                advice,
                FindingSubject.OfCertificate.of(certificate, rung));
    }

    private static String percent(double share) {
        long whole = (long) (100 * share);
        return whole == 0 ? "less than 1 %" : whole + " %";
    }

    static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
