/**
 * Memory with many probes in flight: {@code MemoryBenchmark}. Not deployed.
 */
package dev.handshakefleet.bench.memory;
