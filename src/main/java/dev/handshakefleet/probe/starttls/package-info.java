/**
 * Plain-text upgrades to TLS: what has to be said in clear until the peer agrees to speak TLS, one small class a protocol.
 *
 * <pre>
 *   {@link dev.handshakefleet.probe.starttls.StartTls}   one upgrade; every failure becomes a value
 *      └ {@code Dialogue}    SmtpDialogue, ImapDialogue, LdapDialogue, …: the steps, in wire order
 *           └ {@code PlainText}   lines and octets of a {@link dev.handshakefleet.probe.net.TimedStream}, bounded
 * </pre>
 *
 * Everything that the peer says here is unauthenticated: it is bounded, shown only escaped, and never believed further
 * than the one decision whether to go on. Nothing said in clear outlives the upgrade.
 */
package dev.handshakefleet.probe.starttls;
