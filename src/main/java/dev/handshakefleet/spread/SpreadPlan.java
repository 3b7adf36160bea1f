package dev.handshakefleet.spread;

import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.catalog.HashRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides whether one invocation makes a run, and otherwise divides it. Pure.
 *
 * <p>The shards of a run start one after the other over the interval, and each holds a range of hashes. A target has the same hash in
 * every run, so it is probed at about the same time of each interval, and no target, host or resolver sees all probes at once.
 */
final class SpreadPlan {

    /** A run is divided before it fills its time, because no run is as fast as another. */
    private static final double SHARE_OF_THE_TIME = 0.7;

    /** Short, so that the shards spread evenly; long beside what an invocation needs to start. */
    private static final Duration WORK_OF_A_SHARD = Duration.ofSeconds(15);

    /** Waiting between two starts is paid for, so a shard takes at most so many times what it needs. */
    private static final double MOST_WAITING = 1.5;

    private static final double NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();

    private SpreadPlan() {}

    /**
     * A shard, and when its work may begin.
     *
     * @param shard the shard
     * @param delay from the dispatch, in whole seconds
     */
    record Planned(Shard shard, Duration delay) {}

    /**
     * @param count targets
     * @param time for probing
     * @return whether one invocation makes it
     */
    static boolean fits(int count, Pace pace, Duration time) {
        return time(count, pace).toNanos() <= time.toNanos() * SHARE_OF_THE_TIME;
    }

    /**
     * Divides a run.
     *
     * @param version what is probed
     * @param scheduledTime the instant of the run
     * @param interval of the schedule. The last shard starts before the interval is over, and at most {@link
     *     MessageQueue#LONGEST_DELAY} after the first
     * @param time for the probing of one shard
     */
    static List<Planned> divide(
            CatalogVersion version, Instant scheduledTime, Duration interval, Pace pace, Duration time) {
        int shards = shards(version.count(), pace, time);
        Duration span = shorter(interval, MessageQueue.LONGEST_DELAY);
        Duration needed = time(version.count(), pace).dividedBy(shards);
        Duration slot = shorter(span.dividedBy(shards), times(needed, MOST_WAITING));
        return IntStream.range(0, shards)
                .mapToObj(index -> new Planned(
                        new Shard(
                                version.number(),
                                HashRange.shard(index, shards),
                                scheduledTime,
                                index + 1,
                                shards,
                                slot),
                        Duration.ofSeconds(
                                span.multipliedBy(index).dividedBy(shards).toSeconds())))
                .toList();
    }

    /** @return how many shards are made of so many targets, 1 or more */
    static int shards(int count, Pace pace, Duration time) {
        Duration work = shorter(WORK_OF_A_SHARD, times(time, SHARE_OF_THE_TIME));
        double shards = Math.ceil((double) time(count, pace).toNanos() / Math.max(1, work.toNanos()));
        return (int) Math.clamp(shards, 1, Math.min(Shard.MOST, Math.max(1, count)));
    }

    private static Duration time(int count, Pace pace) {
        return Duration.ofNanos((long) (count / pace.perSecond() * NANOS_A_SECOND));
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
