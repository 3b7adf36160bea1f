/**
 * The benchmarks behind {@code ./fleet bench}: how true our times are, what a probe costs, how cold a start is; ours and
 * its peers' in one run on one machine. What is measured runs in processes of its own, so that neither this program's work
 * nor its warm-up counts. Everything listens on loopback, with certificates of our own, and ends with the run.
 *
 * <pre>
 *   truth   client ──► DelayingRelay ──► server       tcpdump sees the left arrow; reported − captured = error
 *   cost    client ──► server                         CPU of the client's process, before and after
 *   cold    fresh JVM ──► server                      what its first handshake reads
 * </pre>
 *
 * The only class that knows how our engine is put together is {@link dev.handshakefleet.bench.workbench.ProberUnderTest}.
 */
package dev.handshakefleet.bench;
