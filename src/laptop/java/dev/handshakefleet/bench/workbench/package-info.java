/**
 * The common part of all benchmarks: servers, peers, processes, statistics. Not deployed.
 *
 * <pre>
 *   {@code BenchContext}   {@code NginxServer}, {@code BlackboxExporter}, {@code WorkerJvm} (runs {@code BenchWorker}), {@code ProcessFacts}, {@code Statistics}, {@code AwsCalls}
 * </pre>
 *
 * <p>Only {@code ProberUnderTest} knows how our engine is assembled.
 */
package dev.handshakefleet.bench.workbench;
