package dev.handshakefleet.spread;

import dev.handshakefleet.fleet.RunReport;

/** What became of a run. */
public sealed interface ScheduledOutcome {

    /**
     * This invocation made it.
     *
     * @param report of the run
     */
    record Made(RunReport report) implements ScheduledOutcome {}

    /**
     * It was divided, and its shards are in the queue.
     *
     * @param report of the dispatch
     */
    record Dispatched(DispatchReport report) implements ScheduledOutcome {}
}
