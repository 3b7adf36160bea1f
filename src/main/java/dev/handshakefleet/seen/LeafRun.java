package dev.handshakefleet.seen;

import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import java.time.Instant;

/**
 * The part of a comparison that all targets of a run share.
 *
 * @param breaker stops the calls to the table after a fault
 * @param until the end of the time for the comparison
 * @param region the region of the run
 * @param now the wall-clock instant of the comparison, in milliseconds
 * @param record whether new leaves are stored
 */
record LeafRun(CircuitBreaker breaker, Deadline until, String region, Instant now, boolean record) {}
