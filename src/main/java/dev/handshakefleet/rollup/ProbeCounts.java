package dev.handshakefleet.rollup;

/**
 * Numbers of probes.
 *
 * @param runs how many runs probed the target
 * @param probes how many measurements: more than the runs where several addresses are probed
 * @param ok how many without a finding
 * @param warning how many of verdict WARNING
 * @param critical how many of verdict CRITICAL
 * @param failed how many whose handshake, or HTTP exchange, failed
 */
public record ProbeCounts(int runs, int probes, int ok, int warning, int critical, int failed) {

    /** No probe. */
    public static final ProbeCounts NONE = new ProbeCounts(0, 0, 0, 0, 0, 0);

    /** @return the sums; the runs are those of both, so of two regions they count twice */
    public ProbeCounts plus(ProbeCounts other) {
        return new ProbeCounts(
                runs + other.runs,
                probes + other.probes,
                ok + other.ok,
                warning + other.warning,
                critical + other.critical,
                failed + other.failed);
    }
}
