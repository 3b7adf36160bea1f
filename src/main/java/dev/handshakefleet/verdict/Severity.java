package dev.handshakefleet.verdict;

/** The severity of a finding or a verdict. The constants are in ascending order. */
public enum Severity {
    OK,
    WARNING,
    CRITICAL;

    /** @return the worse of the two */
    public Severity worseOf(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
