package dev.handshakefleet.spread;

import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.MessageQueue.Message;
import dev.handshakefleet.aws.MessageQueue.Unsent;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.spread.SpreadPlan.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Divides a run and sends its shards. Thread-safe. */
final class Dispatch {

    private final Fleet fleet;
    private final MessageQueue queue;
    private final Duration interval;

    /**
     * @param fleet the fleet of this region
     * @param queue of the shards
     * @param interval of the schedule
     */
    Dispatch(Fleet fleet, MessageQueue queue, Duration interval) {
        this.fleet = fleet;
        this.queue = queue;
        this.interval = interval;
    }

    /**
     * @param version what is probed
     * @param scheduledTime the instant of the run
     * @param time for the probing of one shard
     * @throws IllegalStateException when not every shard could be sent; the run then has to be divided again, which does no harm to
     *     shards that were sent
     */
    DispatchReport dispatch(
            CatalogVersion version, Instant scheduledTime, Pace pace, Duration time, Deadline answerBy) {
        List<Planned> planned = SpreadPlan.divide(version, scheduledTime, interval, pace, time);
        List<Unsent> unsent = queue.send(
                planned.stream()
                        .map(next -> Message.of(ShardMessage.of(next.shard()), next.delay()))
                        .toList(),
                answerBy);
        if (!unsent.isEmpty()) {
            throw new IllegalStateException("%d of %d shards could not be sent to the %s: %s"
                    .formatted(
                            unsent.size(),
                            planned.size(),
                            queue.name(),
                            unsent.getFirst().reason()));
        }
        Optional<RunPace> recorded =
                Optional.of(pace).filter(Pace::measured).map(known -> new RunPace(0, known.perSecond(), 0, 0));
        return new DispatchReport(
                fleet.region(),
                scheduledTime,
                version.number(),
                version.count(),
                planned.size(),
                pace.perSecond(),
                pace.measured(),
                fleet.divided(scheduledTime, version.count(), recorded, answerBy));
    }
}
