package dev.handshakefleet.lambda;

import dev.handshakefleet.spread.Spread;
import java.util.Optional;

/**
 * The work that the queues of this region carry, as far as the function has them.
 *
 * @param spread divides runs that are too large for one invocation; empty without its queue
 */
record QueuesOfRegion(Optional<Spread> spread) {}
