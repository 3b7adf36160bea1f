package dev.handshakefleet.simulation;

import java.util.PriorityQueue;
import java.util.stream.DoubleStream;

/**
 * The work of one invocation on a shard, in seconds from its begin. Each probe starts as soon as it is its turn and a place is free.
 * Immutable.
 */
final class ShardWork {

    /** The pointer, and the packs of the range. */
    private static final int CALLS_BEFORE = 2;

    /** What of the last batch comes after its last probe: storing it, reading and writing its states, the record of the run. */
    private static final int CALLS_AFTER = 4;

    private final double[] ends;
    private final double seconds;

    private ShardWork(double[] ends, double seconds) {
        this.ends = ends;
        this.seconds = seconds;
    }

    /**
     * @param probes how long each takes, in seconds
     * @param places probes under way at once
     * @param slot the time over which the starts are spread, in seconds
     * @param cpu of a probe on the processors of the function, in seconds
     * @param latency of a call of DynamoDB, in seconds
     */
    static ShardWork of(double[] probes, int places, double slot, double cpu, double latency) {
        double begin = CALLS_BEFORE * latency;
        double gap = slot / Math.max(1, probes.length);
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int place = 0; place < places; place++) {
            free.add(begin);
        }
        double[] ends = new double[probes.length];
        double last = begin;
        for (int index = 0; index < probes.length; index++) {
            double start = Math.max(begin + index * gap, free.remove());
            // One processor computes all of them, so the probe of this index cannot end before the computing of all up
            // to it.
            ends[index] = Math.max(start + probes[index], begin + (index + 1) * cpu);
            free.add(ends[index]);
            last = Math.max(last, ends[index]);
        }
        return new ShardWork(ends, last + CALLS_AFTER * latency);
    }

    /** @return when each probe has ended */
    DoubleStream ends() {
        return DoubleStream.of(ends);
    }

    /** @return the whole invocation, without a cold start */
    double seconds() {
        return seconds;
    }
}
