/**
 * Chains with one thing right or wrong each, and what three validators say of them: ours, {@code openssl verify} and the
 * JDK's.
 *
 * <pre>
 *   {@link dev.handshakefleet.verdict.zoo.SpecimenKey} ─► {@link dev.handshakefleet.verdict.zoo.Specimen} ─► {@link dev.handshakefleet.verdict.zoo.Issued} ─► {@link dev.handshakefleet.verdict.zoo.Exhibit} ─► {@link dev.handshakefleet.verdict.zoo.ChainZoo} ─► docs/chain-zoo.md
 *                                                  │
 *                    Judge, {@link dev.handshakefleet.verdict.zoo.OpensslVerify}, {@link dev.handshakefleet.verdict.zoo.JdkValidator} ◄┘
 * </pre>
 */
package dev.handshakefleet.verdict.zoo;
