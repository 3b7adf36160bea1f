package dev.handshakefleet.bench.memory;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Memory with many probes in flight, all of them waiting for the server at once. Medians over the rounds.
 *
 * @param client the probing program
 * @param inFlight how many at once
 * @param idleMib resident, warm, before
 * @param peakMib the most that was resident
 * @param overIdleMib the difference
 * @param heapOverIdleMib what the heap held more while all were waiting, garbage collected; empty where it is not known
 * @param failed probes that failed, over all rounds
 */
public record MemoryRow(
        String client,
        int inFlight,
        BigDecimal idleMib,
        BigDecimal peakMib,
        BigDecimal overIdleMib,
        Optional<BigDecimal> heapOverIdleMib,
        int failed) {}
