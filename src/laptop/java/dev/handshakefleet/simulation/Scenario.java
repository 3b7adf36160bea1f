package dev.handshakefleet.simulation;

import dev.handshakefleet.cost.ShardPlan;
import dev.handshakefleet.cost.TemplateFacts.FunctionRuntime;
import java.time.Duration;
import java.util.Objects;

/**
 * What is simulated.
 *
 * @param fleet how large it is
 * @param probes how long they take
 * @param function how many probes it makes at once, and on what
 * @param service how AWS behaves
 * @param seed of the random numbers; the same seed gives the same numbers
 */
record Scenario(Fleet fleet, Probes probes, Function function, Service service, long seed) {

    private static final double NANOS_A_SECOND = 1e9;

    Scenario {
        Objects.requireNonNull(fleet, "fleet");
        Objects.requireNonNull(probes, "probes");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(service, "service");
    }

    /**
     * @param targets of each region, 1 or more
     * @param regions 1 or more; the first is the home region
     * @param interval between two runs
     * @param intervals how many are simulated, 2 or more
     */
    record Fleet(int targets, int regions, Duration interval, int intervals) {}

    /**
     * @param mean of a healthy target's probe
     * @param troubled of a target in trouble: both attempts end by the limit
     * @param troubledShare of the targets, 0 to 1
     * @param cpu of a probe, with storing and deciding
     */
    record Probes(Duration mean, Duration troubled, double troubledShare, Duration cpu) {}

    /**
     * @param concurrency probes under way at once
     * @param runtime with its memory and its part of a processor
     */
    record Function(int concurrency, FunctionRuntime runtime) {}

    /**
     * @param home how far DynamoDB is in the home region
     * @param farthest how far it is in the last region; those between are spread evenly
     * @param delivery from a message that may be received to its invocation
     * @param coldStart of a new environment
     * @param firstAtOnce invocations that the event source mapping begins with
     * @param moreAMinute by how many it grows while messages wait
     * @param mostAtOnce its maximum concurrency
     */
    record Service(
            Duration home,
            Duration farthest,
            Duration delivery,
            Duration coldStart,
            int firstAtOnce,
            int moreAMinute,
            int mostAtOnce) {}

    /** @return targets a second of one invocation: what waits or what computes, whichever is slower */
    double pace() {
        double mean = probes.mean().toNanos() * (1 - probes.troubledShare())
                + probes.troubled().toNanos() * probes.troubledShare();
        double waiting = mean / function.concurrency();
        double computing = probes.cpu().toNanos() / function.runtime().processors();
        return NANOS_A_SECOND / Math.max(waiting, computing);
    }

    /** @return how the runs of each region are divided */
    ShardPlan plan() {
        return ShardPlan.of(fleet.targets(), pace(), fleet.interval());
    }

    /** @return seconds to DynamoDB and back */
    double latencySeconds(int region) {
        double home = service.home().toNanos() / NANOS_A_SECOND;
        double farthest = service.farthest().toNanos() / NANOS_A_SECOND;
        return fleet.regions() == 1 ? home : home + (farthest - home) * region / (fleet.regions() - 1);
    }
}
