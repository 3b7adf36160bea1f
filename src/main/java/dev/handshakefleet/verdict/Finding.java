package dev.handshakefleet.verdict;

import java.util.Objects;

/**
 * One fact held against an expectation.
 *
 * @param code stable name of the kind of fact
 * @param severity WARNING or CRITICAL
 * @param message one plain sentence: what is the case
 * @param advice one plain sentence: what to do about it
 */
public record Finding(FindingCode code, Severity severity, String message, String advice) {

    static Finding warning(FindingCode code, String message, String advice) {
        return new Finding(code, Severity.WARNING, message, advice);
    }

    static Finding critical(FindingCode code, String message, String advice) {
        return new Finding(code, Severity.CRITICAL, message, advice);
    }

    public Finding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(advice, "advice");
        if (severity == Severity.OK) {
            throw new IllegalArgumentException("severity: a finding is never OK");
        }
    }
}
