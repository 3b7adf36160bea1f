package dev.handshakefleet.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The way to TLS: from the first byte of a connection, or by the plain-text upgrade of a protocol. */
public enum Protocol {
    /** TLS from the first byte. */
    TLS(443),
    /** RFC 3207. */
    SMTP(25),
    /** RFC 2033 with RFC 3207. */
    LMTP(24),
    /** RFC 9051, 6.2.1. */
    IMAP(143),
    /** RFC 2595, 4. */
    POP3(110),
    /** RFC 4217. */
    FTP(21),
    /** RFC 6120, 5, as a client does. */
    XMPP(5222),
    /** RFC 6120, 5, as another server does. */
    XMPP_SERVER(5269),
    /** RFC 4511, 4.14. */
    LDAP(389),
    /** PostgreSQL protocol 3.0, SSLRequest. */
    POSTGRES(5432),
    /** MySQL client/server protocol, SSLRequest. */
    MYSQL(3306),
    /** RFC 4642. */
    NNTP(119),
    /** RFC 5804, 2.2. */
    SIEVE(4190);

    private final int defaultPort;

    Protocol(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** @return the default port, as assigned by IANA */
    public int defaultPort() {
        return defaultPort;
    }

    /** @return the name in targets and results, such as {@code xmpp-server} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return the protocol of that label, or empty */
    public static Optional<Protocol> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.label().equals(label))
                .findFirst();
    }
}
