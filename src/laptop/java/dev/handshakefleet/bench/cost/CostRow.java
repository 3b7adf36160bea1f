package dev.handshakefleet.bench.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a probe costs: CPU of the client's whole process, user and system, over warm probes. Medians over the rounds.
 *
 * @param key the server's key
 * @param client who probes
 * @param cpuMillis CPU a probe
 * @param ratio divided by what blackbox_exporter costs in the same round; empty where there is nothing to divide by
 * @param failed probes that failed, over all rounds
 */
public record CostRow(String key, String client, BigDecimal cpuMillis, Optional<BigDecimal> ratio, int failed) {}
