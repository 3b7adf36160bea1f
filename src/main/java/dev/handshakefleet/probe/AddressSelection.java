package dev.handshakefleet.probe;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.target.AddressChoice;
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
     * @param addresses the addresses of the wanted families, in order; at least one
     * @return at least one address, without repetitions. If the target asks for one address, this is the first allowed
     *     one; if no address is allowed, it is the first, so that its refusal is reported
     */
    static List<InetAddress> choose(List<InetAddress> addresses, AddressChoice choice, EgressPolicy egress) {
        List<InetAddress> distinct =
                addresses.stream().distinct().limit(MOST_ADDRESSES).toList();
        if (choice.isAll()) {
            return distinct;
        }
        return List.of(distinct.stream().filter(egress::allows).findFirst().orElse(distinct.getFirst()));
    }
}
