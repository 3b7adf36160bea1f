package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import dev.handshakefleet.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of one check in one run.
 *
 * @param findings the worst first, at most {@value #MOST_FINDINGS}; empty where the check passed
 */
public record CheckResult(List<Finding> findings) {

    /** More findings of one check add nothing that a reader needs. */
    static final int MOST_FINDINGS = 4;

    public static final CheckResult PASSED = new CheckResult(List.of());

    public CheckResult {
        findings = Verdict.ordered(findings).stream().limit(MOST_FINDINGS).toList();
    }

    /** @return the severity of the worst finding; OK where there is none */
    public Severity severity() {
        return findings.isEmpty() ? Severity.OK : findings.getFirst().severity();
    }

    /** @return the result over both of two addresses of a target */
    CheckResult and(CheckResult other) {
        return new CheckResult(
                Stream.concat(findings.stream(), other.findings.stream()).toList());
    }
}
