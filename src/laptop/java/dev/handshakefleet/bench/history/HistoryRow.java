package dev.handshakefleet.bench.history;

import java.math.BigDecimal;

/**
 * A reading or a making. Medians over the rounds.
 *
 * @param what what was done
 * @param measurements how many measurements it is about
 * @param seconds how long it took
 * @param readUnits as DynamoDB Local reports them
 * @param writeUnits as DynamoDB Local reports them
 * @param peakMib the most heap in use meanwhile, garbage included, less what was in use before
 */
public record HistoryRow(
        String what,
        int measurements,
        BigDecimal seconds,
        BigDecimal readUnits,
        BigDecimal writeUnits,
        BigDecimal peakMib) {}
