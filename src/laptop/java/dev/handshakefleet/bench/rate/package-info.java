/**
 * Probes a second: {@code RateBenchmark}. Not deployed.
 */
package dev.handshakefleet.bench.rate;
