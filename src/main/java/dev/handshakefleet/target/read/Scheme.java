package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import java.util.Map;
import java.util.TreeSet;

/**
 * The names before {@code ://} and in {@code protocol}: protocols that speak TLS from the first byte, with their IANA
 * ports, and protocols with an upgrade to TLS, by their own name.
 *
 * @param protocol the way to TLS
 * @param defaultPort the port of a target without one
 */
record Scheme(Protocol protocol, int defaultPort) {

    private static final Map<String, Integer> DIRECT_TLS_PORTS = Map.ofEntries(
            Map.entry("tls", Target.DEFAULT_PORT),
            Map.entry("https", 443),
            Map.entry("wss", 443),
            Map.entry("smtps", 465),
            Map.entry("submissions", 465),
            Map.entry("nntps", 563),
            Map.entry("ldaps", 636),
            Map.entry("dot", 853),
            Map.entry("ftps", 990),
            Map.entry("imaps", 993),
            Map.entry("pop3s", 995),
            Map.entry("rediss", 6379),
            Map.entry("ircs", 6697),
            Map.entry("sips", 5061),
            Map.entry("mqtts", 8883),
            Map.entry("xmpps", 5223),
            Map.entry("amqps", 5671));

    static final String ACCEPTED = accepted();

    /**
     * @throws BadInputException for an unknown scheme
     */
    static Scheme of(String name) {
        Integer port = DIRECT_TLS_PORTS.get(name);
        if (port != null) {
            return new Scheme(Protocol.TLS, port);
        }
        return Protocol.ofLabel(name)
                .map(protocol -> new Scheme(protocol, protocol.defaultPort()))
                .orElseThrow(() -> new BadInputException("protocol", name, ACCEPTED));
    }

    private static String accepted() {
        TreeSet<String> upgraded = new TreeSet<>();
        for (Protocol protocol : Protocol.values()) {
            upgraded.add(protocol.label());
        }
        upgraded.remove(Protocol.TLS.label());
        return String.join(", ", new TreeSet<>(DIRECT_TLS_PORTS.keySet())) + "; by STARTTLS: "
                + String.join(", ", upgraded);
    }
}
