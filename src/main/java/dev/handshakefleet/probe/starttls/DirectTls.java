package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.target.Protocol;

/** What a server that speaks TLS from its first byte looks like to a client that begins in clear. */
final class DirectTls {

    private static final int LOWEST_CONTENT_TYPE = 20;
    private static final int HIGHEST_CONTENT_TYPE = 23;
    private static final int MAJOR_VERSION = 3;

    private DirectTls() {}

    /** @return whether a TLS record may begin with this octet (RFC 8446, 5.1); no protocol of this room begins a text so */
    static boolean isContentType(int first) {
        return first >= LOWEST_CONTENT_TYPE && first <= HIGHEST_CONTENT_TYPE;
    }

    /** @return whether a TLS record begins with these octets */
    static boolean isRecord(int first, int second) {
        return isContentType(first) && second == MAJOR_VERSION;
    }

    /** @return whether such a server would wait for our ClientHello while we wait for its greeting */
    static boolean waitsForEachOther(Protocol protocol) {
        return switch (protocol) {
            case SMTP, LMTP, IMAP, POP3, FTP, MYSQL, NNTP, SIEVE -> true;
            case TLS, XMPP, XMPP_SERVER, LDAP, POSTGRES -> false;
        };
    }

    /** @return what to try, such as {@code try smtps://} */
    static String advice(Protocol protocol) {
        return switch (protocol) {
            case SMTP, IMAP, POP3, FTP, XMPP, LDAP, NNTP -> "try " + protocol.label() + "s://";
            case TLS, LMTP, XMPP_SERVER, POSTGRES, MYSQL, SIEVE -> "try tls://";
        };
    }
}
