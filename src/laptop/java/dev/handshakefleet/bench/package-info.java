/**
 * The benchmarks of {@code ./fleet bench}: how true the times are, what a probe costs, how cold a start is, how a
 * scheduled run grows; ours and our peers' in
 * one run on one machine. Not deployed.
 *
 * <pre>
 *   {@code BenchCommand} ─► {@code Bench} ─► {@code BenchReport} ─► {@code BenchView}
 *                             one package a subject: truth, cost, cold, rate, memory, load, history
 * </pre>
 *
 * <p>The measured programs run in processes of their own. Everything listens on loopback and ends with the run.
 */
package dev.handshakefleet.bench;
