/**
 * The first handshake of a fresh JVM: {@code ColdBenchmark}. Not deployed.
 */
package dev.handshakefleet.bench.cold;
