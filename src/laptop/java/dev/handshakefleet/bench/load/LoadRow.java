package dev.handshakefleet.bench.load;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A catalog that was probed, stored and decided by one invocation, or probed by blackbox_exporter, which stores and decides nothing.
 * Medians over the rounds.
 *
 * @param client the program
 * @param targets in the catalog; one of a hundred refuses the connection
 * @param distanceMillis the round trip to DynamoDB that was added
 * @param invocation that of a fresh process, or the one after it; empty for other programs
 * @param seconds all of it took
 * @param probesPerSecond with the server, the relay and DynamoDB Local on the same CPUs
 * @param rateRatio divided by that of blackbox_exporter in the same round; empty without such a figure
 * @param cpuMillis CPU of the client's process a probe
 * @param cpuRatio divided by that of blackbox_exporter in the same round; empty without such a figure
 * @param peakOverIdleMib the most that was resident, less what was before the first invocation
 * @param failed probes with the verdict CRITICAL
 * @param stored measurements; empty for other programs
 * @param notices sent; empty for other programs
 * @param undone not probed, not stored, undecided or unsent, the most of any round
 * @param problems what the runs that were not complete say of it, each once
 */
public record LoadRow(
        String client,
        int targets,
        int distanceMillis,
        Optional<String> invocation,
        BigDecimal seconds,
        BigDecimal probesPerSecond,
        Optional<BigDecimal> rateRatio,
        BigDecimal cpuMillis,
        Optional<BigDecimal> cpuRatio,
        BigDecimal peakOverIdleMib,
        int failed,
        Optional<Integer> stored,
        Optional<Integer> notices,
        int undone,
        List<String> problems) {

    public LoadRow {
        problems = List.copyOf(problems);
    }
}
