/**
 * The facts of a probe, without any judgement.
 *
 * <pre>
 *   {@code ProbeResult}   phases, {@code Quality}, {@code Failure}
 *     ├ {@code TlsFacts}    negotiated parameters, times, every {@code HandshakeStep}
 *     ├ {@code Resumption}
 *     └ {@code HttpFacts}
 * </pre>
 */
package dev.handshakefleet.probe.result;
