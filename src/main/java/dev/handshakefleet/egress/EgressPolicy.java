package dev.handshakefleet.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a probe may connect to, judged after the lookup and before the connect, so that a name cannot lead the
 * function into the network it runs in. The address that was judged is the one connected to. Immutable.
 */
public final class EgressPolicy {

    /** How far a policy lets one go, beyond the networks that it allows. */
    private enum Reach {
        EVERYTHING,
        ALL_BUT_LINK_LOCAL,
        PUBLIC_OF_A_DEPLOYMENT,
        PUBLIC_OF_A_TARGET
    }

    private final Reach reach;
    private final List<Network> allowed;
    private final SpecialRanges ranges = new SpecialRanges();

    private EgressPolicy(Reach reach, List<Network> allowed) {
        this.reach = reach;
        this.allowed = List.copyOf(allowed);
    }

    /** The policy of the command: a person probes what they like from their own machine. */
    public static EgressPolicy anyAddress() {
        return new EgressPolicy(Reach.EVERYTHING, List.of());
    }

    /**
     * The policy of the function: public addresses, and the networks that its deployment allows. Link-local addresses
     * (cloud metadata) are refused even inside an allowed network.
     */
    public static EgressPolicy publicAnd(List<Network> allowed) {
        return new EgressPolicy(Reach.PUBLIC_OF_A_DEPLOYMENT, allowed);
    }

    /**
     * What a target's certificates point to is chosen by the target, not by the person who named it. Where anything may
     * be probed, a target at a public address must not reach into a private network through us, and none may reach
     * link-local addresses; the policy of the function holds for both alike.
     *
     * @param target the address that the certificates came from
     * @return the policy for what they point to
     */
    public EgressPolicy pointedToFrom(InetAddress target) {
        return switch (reach) {
            case EVERYTHING ->
                new EgressPolicy(
                        ranges.isPublic(target) ? Reach.PUBLIC_OF_A_TARGET : Reach.ALL_BUT_LINK_LOCAL, List.of());
            case ALL_BUT_LINK_LOCAL, PUBLIC_OF_A_DEPLOYMENT, PUBLIC_OF_A_TARGET -> this;
        };
    }

    /** @return why the address is refused, as the end of a sentence; empty where it may be connected to */
    public Optional<String> refusal(InetAddress address) {
        if (reach == Reach.EVERYTHING) {
            return Optional.empty();
        }
        if (ranges.isLinkLocal(address)) {
            return Optional.of("it is link-local, where cloud metadata lives, and never probed");
        }
        boolean isAllowed = allowed.stream().anyMatch(network -> network.contains(address));
        return isAllowed || ranges.isPublic(address) ? Optional.empty() : refusalOfPrivate();
    }

    private Optional<String> refusalOfPrivate() {
        return switch (reach) {
            case EVERYTHING, ALL_BUT_LINK_LOCAL -> Optional.empty();
            case PUBLIC_OF_A_DEPLOYMENT ->
                Optional.of("it is not a public address; FLEET_ALLOW_NETWORKS can allow its network");
            case PUBLIC_OF_A_TARGET -> Optional.of("it is not a public address, and what points to it is at one");
        };
    }
}
