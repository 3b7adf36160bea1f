package dev.handshakefleet.cost;

import java.time.Duration;

/**
 * How a run that does not fit one invocation is divided: the rules of the function, in numbers alone. Pure.
 *
 * @param shards how many, 1 or more
 * @param slot the time over which the starts of the probes of a shard are spread
 * @param span the time over which the starts of the shards are spread
 */
public record ShardPlan(int shards, Duration slot, Duration span) {

    /** A run that takes longer is divided: 70 % of what the timeout leaves for probing. */
    public static final Duration LONGEST_INLINE = Duration.ofSeconds(70);

    private static final double WORK_OF_A_SHARD_SECONDS = 15;
    private static final double MOST_WAITING = 1.5;
    private static final int MOST_SHARDS = 2_000;
    private static final double NANOS_A_SECOND = 1e9;

    /** The longest delay of a message of SQS. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    /**
     * @param targets 1 or more
     * @param pace of one invocation, in targets a second
     * @param interval between two runs
     */
    public static ShardPlan of(int targets, double pace, Duration interval) {
        int shards = Math.clamp(
                (long) Math.ceil(targets / pace / WORK_OF_A_SHARD_SECONDS), 1, Math.min(MOST_SHARDS, targets));
        Duration span = interval.compareTo(LONGEST_DELAY) < 0 ? interval : LONGEST_DELAY;
        double needed = targets / pace / shards;
        double slot = Math.min(span.toNanos() / NANOS_A_SECOND / shards, needed * MOST_WAITING);
        return new ShardPlan(shards, Duration.ofNanos(Math.round(slot * NANOS_A_SECOND)), span);
    }

    /** @return when the shard of that index is to start, after the dispatch: whole seconds, as SQS delays messages */
    public Duration delay(int index) {
        return Duration.ofSeconds(span.multipliedBy(index).dividedBy(shards).toSeconds());
    }
}
