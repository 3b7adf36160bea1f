package dev.handshakefleet.egress;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The two families of IP addresses, each with its DNS record type. */
public enum IpFamily {
    IPV4("IPv4", "A"),
    IPV6("IPv6", "AAAA");

    private final String label;
    private final String recordType;

    IpFamily(String label, String recordType) {
        this.label = label;
        this.recordType = recordType;
    }

    /** @return the name in sentences, such as {@code IPv4} */
    public String label() {
        return label;
    }

    /** @return the DNS record type of its addresses: {@code A} (RFC 1035) or {@code AAAA} (RFC 3596) */
    public String recordType() {
        return recordType;
    }

    /** @return the family of an address */
    public static IpFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
