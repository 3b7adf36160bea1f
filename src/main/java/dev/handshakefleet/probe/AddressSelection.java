package dev.handshakefleet.probe;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.Phase;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Chooses the addresses to probe among those of a name. Pure. */
final class AddressSelection {

    /** The most addresses of one name that are probed; further ones are left out. */
    static final int MOST_ADDRESSES = 16;

    private AddressSelection() {}

    /**
     * Chooses the addresses.
     *
     * @param addresses the resolver's answer, in its order; at least one
     * @return at least one address, without repetitions. If the target asks for one address, this is the first allowed
     *     one; if no address is allowed, it is the first, so that its refusal is reported
     * @throws PhaseFailedException if the name has no address of the wanted family
     */
    static List<InetAddress> choose(List<InetAddress> addresses, AddressChoice choice, EgressPolicy egress)
            throws PhaseFailedException {
        List<InetAddress> ofFamily = addresses.stream()
                .distinct()
                .filter(address -> isWanted(address, choice))
                .limit(MOST_ADDRESSES)
                .toList();
        if (ofFamily.isEmpty()) {
            throw new PhaseFailedException(new Failure(
                    Phase.DNS,
                    Failure.Kind.NAME_NOT_FOUND,
                    "The name has no " + (isIpv4(choice) ? "IPv4" : "IPv6") + " address, only "
                            + addresses.getFirst().getHostAddress()));
        }
        if (choice.isAll()) {
            return ofFamily;
        }
        return List.of(ofFamily.stream()
                .filter(address -> egress.refusal(address).isEmpty())
                .findFirst()
                .orElse(ofFamily.getFirst()));
    }

    private static boolean isWanted(InetAddress address, AddressChoice choice) {
        return switch (choice) {
            case FIRST, ALL -> true;
            case IPV4, ALL_IPV4 -> address instanceof Inet4Address;
            case IPV6, ALL_IPV6 -> address instanceof Inet6Address;
        };
    }

    private static boolean isIpv4(AddressChoice choice) {
        return choice == AddressChoice.IPV4 || choice == AddressChoice.ALL_IPV4;
    }
}
