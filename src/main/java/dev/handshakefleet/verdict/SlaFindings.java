package dev.handshakefleet.verdict;

import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The findings about phases that took longer than their limits. A phase that did not come to its end is no breach. */
final class SlaFindings {

    private static final int NANOS_TO_MILLIS = 6;

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
        String message = "%s took %s ms, %s %s ms.".formatted(subject(phase), millis(took), limitName, millis(limit));
        return new Finding(FindingCode.SLA_BREACHED, severity, message, advice(phase));
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

    private static String advice(Phase phase) {
        return switch (phase) {
            case DNS -> "Check the response times of the domain's name servers and the TTL of its records.";
            case CONNECT -> "Check the network path to the server and whether its accept queue is full.";
            case STARTTLS ->
                "Check the load of the service and whether it looks up or greylists its clients before it greets them.";
            case REQUEST, TTFB -> "Check what the service does for this path before it answers.";
            case DOWNLOAD -> "Check the size of the answer and the bandwidth of the path.";
            case TLS ->
                "Compare with other regions: slow everywhere means a busy server, a large chain or a slow key; slow from"
                        + " one means the network path.";
            case TOTAL -> "Look at the phases of this measurement to see which one took the time.";
        };
    }

    /** Rounded up to a tenth, so that what is above a limit never reads as equal to it. */
    private static String millis(Duration duration) {
        BigDecimal millis =
                BigDecimal.valueOf(duration.toNanos(), NANOS_TO_MILLIS).setScale(1, RoundingMode.CEILING);
        return millis.signum() == 0 ? "0" : millis.stripTrailingZeros().toPlainString();
    }
}
