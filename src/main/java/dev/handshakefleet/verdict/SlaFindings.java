package dev.handshakefleet.verdict;

import dev.handshakefleet.base.LimitText;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The findings about phases that took longer than their limits. A phase that did not end is no breach. Pure. */
final class SlaFindings {

    private SlaFindings() {}

    static List<Finding> of(Map<Phase, Duration> phases, Sla sla) {
        List<Finding> findings = new ArrayList<>();
        sla.limits().forEach((phase, limit) -> {
            Duration took = phases.getOrDefault(phase, Duration.ZERO);
            if (took.compareTo(limit.critical()) > 0) {
                findings.add(finding(phase, took, "critical limit", limit.critical(), Severity.CRITICAL));
            } else if (took.compareTo(limit.warning()) > 0) {
                findings.add(finding(phase, took, "limit", limit.warning(), Severity.WARNING));
            }
        });
        return findings;
    }

    private static Finding finding(Phase phase, Duration took, String limitName, Duration limit, Severity severity) {
        LimitText text = LimitText.of(took, limit);
        String message = "%s took %s, %s %s.".formatted(subject(phase), text.took(), limitName, text.limit());
        return new Finding(
                FindingCode.SLA_BREACHED,
                severity,
                message,
                SlaAdvice.on(phase),
                new FindingSubject.OfPhase(phase, took, limit));
    }

    private static String subject(Phase phase) {
        return switch (phase) {
            case DNS -> "Name lookup";
            case CONNECT -> "TCP connect";
            case STARTTLS -> "The upgrade to TLS";
            case TLS -> "Handshake";
            case REQUEST -> "Sending the HTTP request";
            case TTFB -> "The wait for the HTTP answer";
            case DOWNLOAD -> "The HTTP download";
            case TOTAL -> "The whole probe";
        };
    }
}
