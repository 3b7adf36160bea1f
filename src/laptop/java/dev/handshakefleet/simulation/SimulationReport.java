package dev.handshakefleet.simulation;

import dev.handshakefleet.cost.MonthlyBill;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * The answer; {@code --json} writes it as it is.
 *
 * @param targets of each region
 * @param regions that probe
 * @param interval between two runs
 * @param seed of the random numbers
 * @param shardsARun of a region
 * @param slot the time over which the starts of a shard's probes are spread
 * @param pace of one invocation, in targets a second
 * @param first the first interval, with no environment and no receiver yet
 * @param last the last one
 * @param moments of the last interval
 * @param bill a month of intervals like the last one
 * @param warnings what does not work
 * @param assumptions what the numbers rest on
 */
record SimulationReport(
        int targets,
        int regions,
        Duration interval,
        long seed,
        int shardsARun,
        Duration slot,
        BigDecimal pace,
        IntervalRow first,
        IntervalRow last,
        List<Moment> moments,
        MonthlyBill bill,
        List<String> warnings,
        List<String> assumptions) {

    SimulationReport {
        moments = List.copyOf(moments);
        warnings = List.copyOf(warnings);
        assumptions = List.copyOf(assumptions);
    }
}
