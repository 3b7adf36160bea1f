/**
 * The presented chain and its problems, except dates, which the verdict judges. Pure: no network, no clock.
 *
 * <pre>
 *   DER as sent ─► {@code PresentedChain} ─► {@code PathSearch} ─► {@code PathRules} ─► {@code PkixAuthority} ─► {@code ServerIdentity}
 *                  bounded reading    every path     named faults   the JDK's refusals   the name (RFC 9525)
 *                                                        │
 *                         {@code ChainInspector} ─► {@code ChainInspection}: path, unused certificates, problems
 * </pre>
 *
 * <p>Every byte may be hostile. Unreadable input is reported, never thrown. Count, size, search and signature checks are bounded.
 */
package dev.handshakefleet.certificate.chain;
