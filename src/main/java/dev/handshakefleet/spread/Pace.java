package dev.handshakefleet.spread;

import dev.handshakefleet.region.RunPace;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How many targets one invocation handles in a second.
 *
 * @param perSecond more than zero
 * @param measured whether a run measured it
 */
record Pace(double perSecond, boolean measured) {

    /**
     * Where no run has measured it: a fifth of the slowest that docs/load.md tells of, 111 targets a second in the first run of a fresh
     * process with the tables 260 ms away.
     */
    static final Pace FIRST_GUESS = new Pace(20, false);

    /** A new measurement counts as one of so many, so that one bad run does not divide the next one into hundreds of shards. */
    private static final int COUNTED_RUNS = 3;

    /** The stages work beside each other, so the slowest one that had work is the pace; empty where none had. */
    static Optional<Pace> of(RunPace measured) {
        return DoubleStream.of(measured.probing(), measured.storing(), measured.deciding())
                .filter(stage -> stage > 0)
                .boxed()
                .min(Double::compare)
                .map(slowest -> new Pace(slowest, true));
    }

    /** @return this pace after another measurement */
    Pace and(Pace newer) {
        return measured ? new Pace((perSecond * (COUNTED_RUNS - 1) + newer.perSecond) / COUNTED_RUNS, true) : newer;
    }
}
