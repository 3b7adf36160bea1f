package dev.handshakefleet.bench.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The cost of a probe: CPU of the client's whole process, user and system, over warm probes. Medians over the rounds.
 *
 * @param key the server's key
 * @param client the probing program
 * @param offer the profile of our ClientHello: {@code browser} has a key share for X25519MLKEM768 besides that for X25519,
 *     {@code classic} and blackbox_exporter's have not; empty for other programs
 * @param cpuMillis CPU a probe
 * @param ratio divided by what blackbox_exporter costs in the same round; empty without such a figure
 * @param failed probes that failed, over all rounds
 */
public record CostRow(
        String key,
        String client,
        Optional<String> offer,
        BigDecimal cpuMillis,
        Optional<BigDecimal> ratio,
        int failed) {}
