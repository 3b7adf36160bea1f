package dev.handshakefleet.verdict;

/** How bad a finding or a verdict is; the order of the constants is the order of badness. */
public enum Severity {
    OK,
    WARNING,
    CRITICAL;

    /** @return the worse of the two */
    public Severity worseOf(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
