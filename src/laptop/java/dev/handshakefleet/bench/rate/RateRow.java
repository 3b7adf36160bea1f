package dev.handshakefleet.bench.rate;

import java.math.BigDecimal;

/**
 * Probes a second of a client, with the server on the same machine. Medians over the rounds.
 *
 * @param client the probing program
 * @param inFlight how many at once
 * @param probesPerSecond started and ended
 * @param cpuMillis CPU of the client a probe, at that load
 * @param failed probes that failed, over all rounds
 */
public record RateRow(String client, int inFlight, BigDecimal probesPerSecond, BigDecimal cpuMillis, int failed) {}
