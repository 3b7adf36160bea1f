/**
 * Plain-text upgrades to TLS, one small class a protocol.
 *
 * <pre>
 *   {@code StartTls}            one upgrade; every failure becomes a value
 *     └ {@code Dialogue}        {@code SmtpDialogue}, {@code ImapDialogue}, {@code LdapDialogue}, …: the steps in wire order
 *          └ {@code ClearTextChannel}  bounded lines and octets of a {@code TimedStream}
 * </pre>
 *
 * <p>All input here is unauthenticated. It is bounded and escaped, and it decides nothing but whether to go on. Nothing of it
 * outlives the upgrade.
 */
package dev.handshakefleet.probe.starttls;
