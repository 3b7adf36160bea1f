package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.target.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * The replies of a server of each protocol when all goes well.
 *
 * @param greeting sent first, ISO 8859-1
 * @param replies to each message; after one that ends in {@code TLS}, which is not sent, the handshake follows
 */
record ServerScript(String greeting, Function<String, String> replies) {

    private static final String XMPP_FEATURES = "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' id='1' from='localhost' version='1.0'>"
            + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
            + "</stream:features>";
    private static final String LDAP_SUCCESS = latin("300c02010178070a010004000400");
    /** Protocol 10, version, thread, eight bytes, capabilities with CLIENT_SSL, and the rest as MySQL 8 sends it. */
    static final String MYSQL_GREETING = latin("4a0000000a382e302e33300008000000" + "0102030405060708" + "00"
            + "ffff" + "ff" + "0200" + "ffdf" + "15" + "00000000000000000000" + "0102030405060708090a0b0c" + "00"
            + "63616368696e675f736861325f70617373776f726400");

    static ServerScript of(Protocol protocol) {
        return switch (protocol) {
            case TLS -> throw new IllegalArgumentException("no upgrade");
            case SMTP, LMTP ->
                new ServerScript(
                        "220-mail.example\r\n220 ESMTP\r\n",
                        message -> message.matches("(EHLO|LHLO) .*\r\n")
                                ? "250-mail.example\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 HELP\r\n"
                                : "220 2.0.0 Ready\r\nTLS");
            case IMAP ->
                new ServerScript(
                        "* OK IMAP4rev1 ready\r\n",
                        message -> message.contains("CAPABILITY")
                                ? "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n" + tag(message) + " OK done\r\n"
                                : tag(message) + " OK begin\r\nTLS");
            case POP3 ->
                new ServerScript(
                        "+OK ready\r\n",
                        message ->
                                message.startsWith("CAPA") ? "+OK list\r\nTOP\r\nSTLS\r\n.\r\n" : "+OK begin\r\nTLS");
            case FTP ->
                new ServerScript(
                        "220 ready\r\n",
                        message -> message.startsWith("FEAT")
                                ? "211-Features\r\n AUTH TLS\r\n211 End\r\n"
                                : "234 go\r\nTLS");
            case XMPP, XMPP_SERVER ->
                new ServerScript(
                        "",
                        message -> message.contains("<starttls")
                                ? "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>TLS"
                                : XMPP_FEATURES);
            case LDAP -> new ServerScript("", message -> LDAP_SUCCESS + "TLS");
            case POSTGRES -> new ServerScript("", message -> "STLS");
            case MYSQL -> new ServerScript(MYSQL_GREETING, message -> "TLS");
            case NNTP ->
                new ServerScript(
                        "200 ready\r\n",
                        message -> message.startsWith("CAPABILITIES")
                                ? "101 list\r\nVERSION 2\r\nREADER\r\nSTARTTLS\r\n.\r\n"
                                : "382 go\r\nTLS");
            case SIEVE ->
                new ServerScript(
                        "\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\nOK\r\n",
                        message -> "OK \"begin\"\r\nTLS");
        };
    }

    private static String tag(String message) {
        return message.substring(0, Math.max(0, message.indexOf(' ')));
    }

    private static String latin(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
