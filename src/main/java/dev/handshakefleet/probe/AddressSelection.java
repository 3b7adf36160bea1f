package dev.handshakefleet.probe;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.Phase;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Which of the addresses that a name has are probed. Pure. */
final class AddressSelection {

    /** A name with more addresses than this has the first of them probed. */
    static final int MOST_ADDRESSES = 16;

    private AddressSelection() {}

    /**
     * @param addresses as the resolver gave them; at least one
     * @return at least one, without repetitions. Where one is wanted, the first that may be connected to; where none may,
     *     the first, so that its refusal is told
     * @throws PhaseFailedException where the name has no address of the family wanted
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
