package dev.handshakefleet.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a probe may connect to, judged after the lookup and before the connect, so that a name cannot lead the
 * function into the network it runs in. The address that was judged is the one connected to. Immutable.
 */
public final class EgressPolicy {

    private final boolean everything;
    private final List<Network> allowed;
    private final SpecialRanges ranges = new SpecialRanges();

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
        if (ranges.isLinkLocal(address)) {
            return Optional.of("it is link-local, where cloud metadata lives, and never probed");
        }
        boolean isAllowed = allowed.stream().anyMatch(network -> network.contains(address));
        return isAllowed || ranges.isPublic(address)
                ? Optional.empty()
                : Optional.of("it is not a public address; FLEET_ALLOW_NETWORKS can allow its network");
    }
}
