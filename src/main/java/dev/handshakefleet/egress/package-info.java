/**
 * Decides which addresses a probe or a download may connect to. The caller connects to the address that was judged.
 *
 * <pre>
 *   name ─► {@code NameResolver} ─► addresses ─► {@code EgressPolicy} ─► allowed, or the reason of the refusal
 *                                                  {@code SpecialRanges}, {@code Network}
 * </pre>
 */
package dev.handshakefleet.egress;
