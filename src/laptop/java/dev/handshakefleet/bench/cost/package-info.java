/**
 * CPU of a probe: {@code CostBenchmark} reads the CPU time of the client's process before and after. Not deployed.
 */
package dev.handshakefleet.bench.cost;
