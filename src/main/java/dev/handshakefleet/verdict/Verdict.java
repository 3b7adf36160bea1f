package dev.handshakefleet.verdict;

import java.util.Comparator;
import java.util.List;

/**
 * All findings of one probe, the worst first, then by code and message, so that equal findings always have the same
 * order.
 *
 * @param findings empty where all is well; unmodifiable
 */
public record Verdict(List<Finding> findings) {

    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(
                    Finding::severity, Comparator.reverseOrder())
            .thenComparing(Finding::code)
            .thenComparing(Finding::message);

    public Verdict {
        findings = ordered(findings);
    }

    /** @return each finding once, the worst first, then by code and message */
    public static List<Finding> ordered(List<Finding> findings) {
        return findings.stream().distinct().sorted(WORST_FIRST).toList();
    }

    /** @return the worst severity among the findings; OK where there is none */
    public Severity severity() {
        return findings.isEmpty() ? Severity.OK : findings.getFirst().severity();
    }
}
