package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.target.Protocol;

/** Recognises a server that expects TLS from its first byte, and names the protocol to use for it. */
final class DirectTls {

    private static final int LOWEST_CONTENT_TYPE = 20;
    private static final int HIGHEST_CONTENT_TYPE = 23;
    private static final int MAJOR_VERSION = 3;

    private DirectTls() {}

    /**
     * @return whether a TLS record can begin with this octet (RFC 8446, 5.1); no supported protocol begins its text
     *     with one
     */
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

    /** @return advice for the operator, such as {@code try smtps://} */
    static String advice(Protocol protocol) {
        return switch (protocol) {
            case SMTP, IMAP, POP3, FTP, XMPP, LDAP, NNTP -> "try " + protocol.label() + "s://";
            case TLS, LMTP, XMPP_SERVER, POSTGRES, MYSQL, SIEVE -> "try tls://";
        };
    }
}
