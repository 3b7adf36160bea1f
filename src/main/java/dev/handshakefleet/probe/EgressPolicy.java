package dev.handshakefleet.probe;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses a probe may connect to, judged after the lookup and before the connect, so that a name cannot lead the
 * function into the network it runs in. The address that was judged is the one connected to. Immutable.
 *
 * <p>Source of the ranges: the IANA IPv4 and IPv6 Special-Purpose Address Registries, and RFC 4291 (only 2000::/3 is
 * global unicast).
 */
public final class EgressPolicy {

    private static final List<Network> LINK_LOCAL = networks("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32");
    private static final List<Network> SPECIAL_IPV4 = networks(
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
    private static final Network GLOBAL_IPV6 = Network.parse("global unicast", "2000::/3");
    private static final List<Network> SPECIAL_IPV6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    private static final Network NAT64 = Network.parse("NAT64", "64:ff9b::/96");

    private final boolean everything;
    private final List<Network> allowed;

    private EgressPolicy(boolean everything, List<Network> allowed) {
        this.everything = everything;
        this.allowed = List.copyOf(allowed);
    }

    /** The policy of the command: a person probes what they like from their own machine. */
    public static EgressPolicy anyAddress() {
        return new EgressPolicy(true, List.of());
    }

    /**
     * The policy of the function: public addresses, and the networks that its deployment allows. Link-local addresses
     * (cloud metadata) are refused even inside an allowed network.
     */
    public static EgressPolicy publicAnd(List<Network> allowed) {
        return new EgressPolicy(false, allowed);
    }

    /** @return why the address is refused, as the end of a sentence; empty where it may be connected to */
    public Optional<String> refusal(InetAddress address) {
        if (everything) {
            return Optional.empty();
        }
        InetAddress judged = behindNat64(address);
        if (isIn(LINK_LOCAL, judged)) {
            return Optional.of("it is link-local, where cloud metadata lives, and never probed");
        }
        if (isIn(allowed, address) || isPublic(judged)) {
            return Optional.empty();
        }
        return Optional.of("it is not a public address; FLEET_ALLOW_NETWORKS can allow its network");
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet6Address
                ? GLOBAL_IPV6.contains(address) && !isIn(SPECIAL_IPV6, address)
                : !isIn(SPECIAL_IPV4, address);
    }

    /** An address behind the well-known NAT64 prefix (RFC 6052) leads to the IPv4 address in its last four bytes. */
    private static InetAddress behindNat64(InetAddress address) {
        if (!NAT64.contains(address)) {
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
