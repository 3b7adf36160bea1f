package dev.handshakefleet.simulation;

import java.util.Random;

/**
 * How long probes take: most a time of a log-normal distribution, as latencies of networks have it, and those in trouble a fixed one.
 * The numbers are the same on every machine. Used by one thread.
 */
final class ProbeTimes {

    /** The 99th percentile is about four times the mean. */
    static final double SIGMA = 0.8;

    private static final double NANOS_A_SECOND = 1e9;

    private final Scenario.Probes probes;
    private final double mu;
    private final Random random;

    ProbeTimes(Scenario.Probes probes, Random random) {
        this.probes = probes;
        this.mu = StrictMath.log(probes.mean().toNanos() / NANOS_A_SECOND) - SIGMA * SIGMA / 2;
        this.random = random;
    }

    /** @return a time for each probe, in seconds */
    double[] next(int count) {
        double[] seconds = new double[count];
        for (int index = 0; index < count; index++) {
            double troubled = probes.troubled().toNanos() / NANOS_A_SECOND;
            seconds[index] = random.nextDouble() < probes.troubledShare()
                    ? troubled
                    : Math.min(troubled, StrictMath.exp(mu + SIGMA * random.nextGaussian()));
        }
        return seconds;
    }
}
