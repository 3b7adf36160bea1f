package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.target.Protocol;
import java.util.Objects;

/**
 * Upgrades a plain-text connection to TLS, in the way of its protocol.
 *
 * <ul>
 *   <li>Takes at most 16 KB, 100 lines and 4 KB a line from the peer, and ends by its deadline.
 *   <li>Refuses bytes that the peer sent in clear together with its go-ahead: somebody on the path may have put them there to
 *       be read as if they had come through TLS (CVE-2011-0411). Bytes that come later meet the TLS handshake, which does
 *       not take them for TLS.
 *   <li>Shows what the peer said shortened, quoted and escaped to printable ASCII.
 *   <li>Names nobody: where a protocol asks who is calling (EHLO, LHLO, the {@code from} between XMPP servers), it says
 *       {@value #CALLER}.
 * </ul>
 *
 * Thread-safe; keeps nothing between calls.
 */
public final class StartTls {

    /**
     * Who we say we are. RFC 5321, 4.1.4 asks for a resolvable name or an address literal; a prober in a cloud has no
     * such name, and the address that it knows is not the one that the server sees. A name under {@code .invalid} (RFC
     * 6761, 6.4) can be taken for nobody's, tells the operator who looked in, and is only judged by servers when mail is sent,
     * which never happens here.
     */
    static final String CALLER = "handshake-fleet.invalid";

    private StartTls() {}

    /**
     * Says what has to be said in clear. Returns as soon as the peer has agreed or failed; on agreement nothing is left
     * unread and the next byte to send is the first of the ClientHello.
     *
     * @param protocol any but {@link Protocol#TLS}
     * @param serverName whom XMPP asks for ({@code to}); the other protocols do not name the server
     * @param stream a connection that stands and on which nothing was said or read yet
     * @param deadline until when the peer has to have agreed
     * @return when it agreed, or why it did not; nothing that the peer does is thrown
     * @throws IllegalArgumentException for {@link Protocol#TLS}, which needs no upgrade
     */
    public static Upgrade upgrade(Protocol protocol, String serverName, TimedStream stream, Deadline deadline) {
        Objects.requireNonNull(serverName, "serverName");
        Dialogue dialogue = dialogue(protocol, serverName);
        PlainText text = new PlainText(protocol, stream, deadline);
        try {
            dialogue.run(text);
            return new Upgrade.Agreed(text.lastArrivalNanos());
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
