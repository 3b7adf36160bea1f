package dev.handshakefleet.bench.cold;

import java.math.BigDecimal;

/**
 * A fresh JVM's first handshake, as it reports it, and how long the first result takes. Medians over fresh processes.
 *
 * @param archive what the JVM finds prepared
 * @param warmed whether the engine warms itself first
 * @param firstResultMillis from the start of the process to the first result
 * @param firstTlsMillis {@code tls} of the first probe
 * @param secondTlsMillis {@code tls} of the second
 */
public record ColdRow(
        String archive,
        boolean warmed,
        BigDecimal firstResultMillis,
        BigDecimal firstTlsMillis,
        BigDecimal secondTlsMillis) {}
