package dev.handshakefleet.spread;

import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.MessageQueue.Message;
import dev.handshakefleet.aws.MessageQueue.Unsent;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.HashRange;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sends what a run did not reach for lack of time back to the queue, as smaller shards. Thread-safe. */
final class Remainder {

    /** A shard that was too large once is made of more parts than the pace asks for. */
    private static final int FEWEST_PARTS = 2;

    private final MessageQueue queue;

    Remainder(MessageQueue queue) {
        this.queue = queue;
    }

    /**
     * @param shard what the run was to probe, in the order of the hashes
     * @param report of the run
     * @param pace of the region
     * @param time for the probing of one shard
     * @param by the end of the invocation
     * @return the report without the targets that other invocations now probe
     * @throws StoreUnavailableException when nothing of the shard was reached, or its rest could not be sent. The shard as a whole then
     *     has to be worked again
     */
    RunReport handOn(Shard shard, RunReport report, Pace pace, Duration time, Deadline by)
            throws StoreUnavailableException {
        List<String> left = report.notProbed().stream()
                .filter(target -> target.kind() == NotProbed.Kind.NO_TIME)
                .map(NotProbed::target)
                .toList();
        if (left.isEmpty()) {
            return report;
        }
        if (report.results().isEmpty() && left.size() == report.notProbed().size()) {
            throw new StoreUnavailableException("no target of the shard was reached: " + left.size()
                    + " targets, and the invocation has no time for one of them");
        }
        long first =
                left.stream().map(HashRange::hashOf).min(Long::compareUnsigned).orElseThrow();
        int parts = Math.min(left.size(), Math.max(FEWEST_PARTS, SpreadPlan.shards(left.size(), pace, time)));
        List<Unsent> unsent = queue.send(
                shard.rest(first, parts).stream()
                        .map(smaller -> Message.of(ShardMessage.of(smaller), Duration.ZERO))
                        .toList(),
                by);
        if (!unsent.isEmpty()) {
            throw new StoreUnavailableException("%d targets were not reached in time, and the %s did not take them: %s"
                    .formatted(left.size(), queue.name(), unsent.getFirst().reason()));
        }
        return report.handedOn(
                Set.copyOf(left),
                "%d targets were not reached in time and wait in the %s".formatted(left.size(), queue.name()));
    }
}
