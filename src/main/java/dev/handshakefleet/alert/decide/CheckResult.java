package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import dev.handshakefleet.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one run saw of one check; what was not looked at was not seen.
 *
 * @param findings the worst first, at most {@value #MOST_FINDINGS}; empty where all was well
 */
public record CheckResult(List<Finding> findings) {

    /** More say no more. */
    static final int MOST_FINDINGS = 4;

    public static final CheckResult WELL = new CheckResult(List.of());

    public CheckResult {
        findings =
                new Verdict(findings).findings().stream().limit(MOST_FINDINGS).toList();
    }

    public Severity severity() {
        return findings.isEmpty() ? Severity.OK : findings.getFirst().severity();
    }

    /** Of several addresses of a target, all count. */
    CheckResult and(CheckResult other) {
        return new CheckResult(
                Stream.concat(findings.stream(), other.findings.stream()).toList());
    }
}
