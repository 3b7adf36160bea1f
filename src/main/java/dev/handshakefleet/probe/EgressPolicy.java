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

    /**
     * The policy for what certificates point to (issuers, OCSP responders, revocation lists), which anybody can write: a
     * server on a public address does not lead a person's machine into the network that it stands in; one that stands in
     * there itself may. Link-local addresses are refused in any case.
     *
     * @param target the address that presented the certificates
     */
    public EgressPolicy pointedToFrom(InetAddress target) {
        if (!everything) {
            return this;
        }
        return ranges.isPublic(target)
                ? publicAnd(List.of())
                : publicAnd(List.of(Network.parse("network", "0.0.0.0/0"), Network.parse("network", "::/0")));
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
