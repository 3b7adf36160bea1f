package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.target.Protocol;
import java.util.Objects;

/**
 * Upgrades a plain-text connection to TLS with STARTTLS or its equivalent in each protocol.
 *
 * <ul>
 *   <li>It accepts at most 16 KB, 100 lines and 4 KB per line from the peer, and ends by its deadline.
 *   <li>It refuses plain-text bytes that follow the peer's agreement in the same arrival: an attacker on the path may
 *       have added them, so that they are read as if they were protected (CVE-2011-0411). Bytes that arrive later reach
 *       the TLS handshake, which rejects them.
 *   <li>Server text in a failure is shortened, quoted and escaped to printable ASCII.
 *   <li>Protocols that ask for the name of the client (EHLO, LHLO, the {@code from} between XMPP servers) get {@value
 *       #CALLER}.
 * </ul> Thread-safe; stateless.
 */
public final class StartTls {

    /**
     * The client name that is sent to servers. RFC 5321, 4.1.4 asks for a resolvable name or an address literal. A
     * prober in a cloud has no such name, and its own address is not the one that the server sees. A name under {@code
     * .invalid} (RFC 6761, 6.4) belongs to nobody and shows the operator the origin of the connection. Servers check it
     * only when mail is sent, and no mail is sent here.
     */
    static final String CALLER = "handshake-fleet.invalid";

    private StartTls() {}

    /**
     * Runs the plain-text part of the protocol. Returns as soon as the peer has agreed or failed. After agreement no
     * byte is left unread, and the next byte to send is the first of the ClientHello.
     *
     * @param protocol any but {@link Protocol#TLS}
     * @param serverName the domain that XMPP asks for ({@code to}); the other protocols do not send it
     * @param stream an open connection on which nothing was sent or read
     * @param deadline the end of the time for the upgrade
     * @return the instant of the agreement, or the failure; nothing that the peer does is thrown
     * @throws IllegalArgumentException for {@link Protocol#TLS}, which needs no upgrade
     */
    public static Upgrade upgrade(Protocol protocol, String serverName, TimedStream stream, Deadline deadline) {
        Objects.requireNonNull(serverName, "serverName");
        Dialogue dialogue = dialogue(protocol, serverName);
        ClearTextChannel channel = new ClearTextChannel(protocol, stream, deadline);
        try {
            dialogue.run(channel);
            return new Upgrade.Agreed(channel.lastArrivalNanos());
        } catch (UpgradeFailedException failed) {
            return new Upgrade.Failed(failed.failure());
        }
    }

    private static Dialogue dialogue(Protocol protocol, String serverName) {
        return switch (protocol) {
            case TLS -> throw new IllegalArgumentException("protocol: tls needs no upgrade");
            case SMTP -> SmtpDialogue.smtp();
            case LMTP -> SmtpDialogue.lmtp();
            case IMAP -> new ImapDialogue();
            case POP3 -> new Pop3Dialogue();
            case FTP -> new FtpDialogue();
            case XMPP -> XmppDialogue.client(serverName);
            case XMPP_SERVER -> XmppDialogue.server(serverName);
            case LDAP -> new LdapDialogue();
            case POSTGRES -> new PostgresDialogue();
            case MYSQL -> new MysqlDialogue();
            case NNTP -> new NntpDialogue();
            case SIEVE -> new SieveDialogue();
        };
    }
}
