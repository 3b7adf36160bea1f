package dev.handshakefleet.bench.truth;

import java.math.BigDecimal;

/**
 * The distance of a client's reports from the capture. Percentiles are of |reported − captured| within a round; the
 * figures are medians over the rounds.
 *
 * @param client the reporting program
 * @param inFlight how many probes at once
 * @param time which time: {@code wait}, {@code connect} or {@code tls}
 * @param probes compared in a round
 * @param unmatched probes of a round that could not be compared: failed, not reported or not wholly captured
 * @param clock where the client's instants come from
 * @param cpusBusyPercent share of all CPUs that was busy
 * @param capturedMillis median of the captured time
 * @param biasMicros median of reported − captured
 * @param p50Micros median error
 * @param p90Micros 90th percentile
 * @param p99Micros 99th percentile
 */
public record TruthRow(
        String client,
        int inFlight,
        String time,
        int probes,
        int unmatched,
        String clock,
        BigDecimal cpusBusyPercent,
        BigDecimal capturedMillis,
        BigDecimal biasMicros,
        BigDecimal p50Micros,
        BigDecimal p90Micros,
        BigDecimal p99Micros) {}
