package dev.handshakefleet.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells public addresses from addresses of local and special networks. Source: the IANA IPv4 and IPv6 Special-Purpose
 * Address Registries, and RFC 4291 (only 2000::/3 is global unicast). Immutable.
 *
 * <p>The networks are not static constants: a native executable initialises classes at build time, and it cannot hold
 * an {@link InetAddress} from then.
 */
final class SpecialRanges {

    private final List<Network> linkLocal = networks("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32");
    private final List<Network> specialIpv4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    private final List<Network> globalIpv6 = networks("2000::/3");
    private final List<Network> specialIpv6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    private final List<Network> nat64 = networks("64:ff9b::/96");

    /**
     * Tells whether the address is link-local, directly or behind NAT64. Clouds serve their metadata at such an
     * address.
     */
    boolean isLinkLocal(InetAddress address) {
        return isIn(linkLocal, behindNat64(address));
    }

    /** Tells whether the address is globally reachable. For a NAT64 address, the IPv4 address inside it is checked. */
    boolean isPublic(InetAddress address) {
        InetAddress judged = behindNat64(address);
        return judged instanceof Inet6Address
                ? isIn(globalIpv6, judged) && !isIn(specialIpv6, judged)
                : !isIn(specialIpv4, judged);
    }

    /** An address with the well-known NAT64 prefix (RFC 6052, 2.1) carries the IPv4 address in its last four bytes. */
    private InetAddress behindNat64(InetAddress address) {
        if (!isIn(nat64, address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        int[] ipv4 = {bytes[12] & 0xff, bytes[13] & 0xff, bytes[14] & 0xff, bytes[15] & 0xff};
        return InetAddress.ofLiteral(ipv4[0] + "." + ipv4[1] + "." + ipv4[2] + "." + ipv4[3]);
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... written) {
        return Stream.of(written)
                .map(network -> Network.parse("network", network))
                .toList();
    }
}
