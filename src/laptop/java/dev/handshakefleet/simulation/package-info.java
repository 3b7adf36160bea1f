/**
 * {@code ./fleet simulate}: a large fleet through some intervals, by the rules of the function and what AWS documents. No AWS takes part.
 * Not deployed.
 *
 * <pre>
 *   {@code Scenario} ─► {@code Simulation} ─► for each region {@code RegionSimulation}: events of queue and function
 *                                     with the work of each shard by {@code ShardWork}, its probes by {@code ProbeTimes}
 *                ─► {@code SimulationReport} with its {@code IntervalRow}s ─► {@code SimulationView}
 * </pre>
 */
package dev.handshakefleet.simulation;
