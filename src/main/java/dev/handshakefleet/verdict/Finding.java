package dev.handshakefleet.verdict;

import java.util.Objects;

/**
 * One fact that does not meet an expectation.
 *
 * @param code stable name of the kind of fact
 * @param severity WARNING or CRITICAL
 * @param message one plain sentence that states the fact
 * @param advice one plain sentence that states the remedy
 * @param about its subject; two findings of one code may differ in it
 */
public record Finding(FindingCode code, Severity severity, String message, String advice, FindingSubject about) {

    /** A finding about the probe as a whole. */
    public Finding(FindingCode code, Severity severity, String message, String advice) {
        this(code, severity, message, advice, FindingSubject.PROBE);
    }

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
        Objects.requireNonNull(about, "about");
        if (severity == Severity.OK) {
            throw new IllegalArgumentException("severity: a finding is never OK");
        }
    }

    /** The same finding about another subject. */
    public Finding about(FindingSubject subject) {
        return new Finding(code, severity, message, advice, subject);
    }
}
