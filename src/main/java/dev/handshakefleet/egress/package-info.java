/**
 * Looks up names and decides which addresses a probe or a download may connect to. The caller connects to the address that was
 * judged.
 *
 * <pre>
 *   name ─► {@code NameResolver} ─► addresses ─► {@code EgressPolicy} ─► allowed, or the reason of the refusal
 *                                                  {@code SpecialRanges}, {@code Network}
 * </pre>
 *
 * {@code DnsResolver} asks the name servers, each family by itself, and keeps nothing. {@code Routes} tells whether this machine has
 * a route to an address.
 */
package dev.handshakefleet.egress;
