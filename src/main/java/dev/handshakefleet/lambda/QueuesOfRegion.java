package dev.handshakefleet.lambda;

import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.spread.Spread;
import java.util.Map;
import java.util.Optional;

/**
 * The work that the queues of this region carry, as far as the function has them.
 *
 * @param spread divides runs that are too large for one invocation; empty without its queue
 * @param deadLetters where unusable messages of a FIFO queue go at once, by the name of that queue: one that stays would hold up the
 *     messages behind it for as long as those are kept that can be worked later
 */
record QueuesOfRegion(Optional<Spread> spread, Map<String, MessageQueue> deadLetters) {

    /** The function has no queues. */
    static final QueuesOfRegion NONE = new QueuesOfRegion(Optional.empty(), Map.of());

    QueuesOfRegion {
        deadLetters = Map.copyOf(deadLetters);
    }
}
