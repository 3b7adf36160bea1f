package dev.handshakefleet.target;

import java.util.Map;
import java.util.Set;

/** The words that may stand before {@code ://}: protocols that speak TLS from the first byte, with their IANA ports. */
final class Scheme {

    private static final Map<String, Integer> DIRECT_TLS_PORTS = Map.ofEntries(
            Map.entry("tls", Target.DEFAULT_PORT),
            Map.entry("https", 443),
            Map.entry("wss", 443),
            Map.entry("smtps", 465),
            Map.entry("nntps", 563),
            Map.entry("ldaps", 636),
            Map.entry("dot", 853),
            Map.entry("ftps", 990),
            Map.entry("imaps", 993),
            Map.entry("pop3s", 995),
            Map.entry("mqtts", 8883),
            Map.entry("xmpps", 5223),
            Map.entry("amqps", 5671));
    private static final Set<String> STARTTLS =
            Set.of("smtp", "lmtp", "imap", "pop3", "ftp", "xmpp", "ldap", "postgres", "mysql", "nntp", "sieve");

    static final String ACCEPTED =
            "tls, https, wss, smtps, nntps, ldaps, dot, ftps, imaps, pop3s, mqtts, xmpps or amqps";

    private Scheme() {}

    static int defaultPort(String scheme) {
        Integer port = DIRECT_TLS_PORTS.get(scheme);
        if (port != null) {
            return port;
        }
        String why = STARTTLS.contains(scheme) ? " (STARTTLS protocols are not supported by this version)" : "";
        throw new BadInputException("protocol", scheme, ACCEPTED + why);
    }
}
