/**
 * What a server presented as its certificate chain, and what is wrong with it. Floor 1: imports {@code target} only;
 * pure, no network, no clock: dates are judged elsewhere.
 *
 * <pre>
 *   DER, as sent ─► PresentedChain ─► PathSearch ──► PathRules ─────► PkixAuthority ─► ServerIdentity
 *                   bounded reading   every way up   every reason     what the JDK     the name
 *                                     to an anchor   told apart       refuses          (RFC 9525)
 *                                         ▲                                                │
 *   {@link dev.handshakefleet.certificate.TrustStore} ────────────────────┘                {@link dev.handshakefleet.certificate.chain.ChainInspection} ◄┘
 *                                                            path, unused, problems
 * </pre>
 *
 * Whether a certificate was revoked is judged by {@link dev.handshakefleet.certificate.revocation.RevocationAnswers}; {@link
 * dev.handshakefleet.certificate.revocation.RevocationInquiry} fetches the answers, by {@link
 * dev.handshakefleet.certificate.Downloads} alone.
 *
 * <p>The door is {@link dev.handshakefleet.certificate.chain.ChainInspector}. Every byte that it is given is hostile: what cannot
 * be read is reported, never thrown; count, size, search and signature checks are bounded.
 */
package dev.handshakefleet.certificate;
