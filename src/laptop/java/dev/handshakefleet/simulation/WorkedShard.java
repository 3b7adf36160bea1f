package dev.handshakefleet.simulation;

import java.util.stream.DoubleStream;

/** A shard that was worked. Seconds from the first run. Immutable. */
final class WorkedShard {

    private final int interval;
    private final double visible;
    private final double started;
    private final double begun;
    private final boolean isCold;
    private final ShardWork work;

    /**
     * @param interval the index of its run
     * @param visible when its message could be received
     * @param started when its invocation began
     * @param coldStart how long a new environment took to start; 0 where it had none
     * @param work what it then did
     */
    WorkedShard(int interval, double visible, double started, double coldStart, ShardWork work) {
        this.interval = interval;
        this.visible = visible;
        this.started = started;
        this.begun = started + coldStart;
        this.isCold = coldStart > 0;
        this.work = work;
    }

    /** @return the index of its run */
    int interval() {
        return interval;
    }

    /** @return when its message could be received */
    double visible() {
        return visible;
    }

    /** @return when its invocation began */
    double started() {
        return started;
    }

    /** @return when its invocation ended and its message was deleted */
    double ended() {
        return begun + work.seconds();
    }

    /** @return whether it had a new environment */
    boolean isCold() {
        return isCold;
    }

    /** @return when each of its probes ended */
    DoubleStream probesEnded() {
        return work.ends().map(probe -> begun + probe);
    }

    /** @return how long its message waited for an invocation */
    double waited() {
        return started - visible;
    }

    /** @return how old its message became, as CloudWatch counts it: until it is deleted */
    double age() {
        return ended() - visible;
    }

    /** @return what Lambda bills */
    double billed() {
        return ended() - started;
    }
}
