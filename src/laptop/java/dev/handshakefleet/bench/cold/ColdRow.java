package dev.handshakefleet.bench.cold;

import java.math.BigDecimal;

/**
 * The first handshake of a fresh JVM, as it reports it, and the time to the first result. Medians over fresh processes.
 *
 * @param archive the archive that the JVM uses
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
