package dev.handshakefleet.bench.workbench;

/**
 * How much is measured.
 *
 * @param rounds how often each figure is taken; tables show the median
 * @param divisor the share of the full number of probes that a round makes: a half, a quarter …
 */
public record Effort(int rounds, int divisor) {

    /** Statistics for the record: a quarter of an hour. */
    public static final Effort FULL = new Effort(5, 1);

    /** A rough look: two minutes. */
    public static final Effort QUICK = new Effort(1, 4);

    public Effort {
        if (rounds < 1 || divisor < 1) {
            throw new IllegalArgumentException("rounds, divisor: " + rounds + ", " + divisor + "; accepted: 1 or more");
        }
    }

    /** @return the number of probes, for that many in a full round; at least one */
    int probes(int full) {
        return Math.max(1, full / divisor);
    }
}
