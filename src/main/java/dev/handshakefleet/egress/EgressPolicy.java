package dev.handshakefleet.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides which addresses a probe may connect to. The decision is made after the name lookup and before the connect,
 * and the probe connects to exactly the address that was checked: a DNS name cannot lead the function into its own
 * network. Immutable and thread-safe.
 */
public final class EgressPolicy {

    /** The range of addresses that a policy allows, besides the networks that it names. */
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

    /**
     * The policy of the command: it allows every address except link-local ones, because a person may probe any host
     * from their own machine.
     */
    public static EgressPolicy anyAddress() {
        return new EgressPolicy(Reach.EVERYTHING, List.of());
    }

    /**
     * The policy of the function: it allows public addresses and the networks that the deployment names. Link-local
     * addresses (cloud metadata) are refused even inside an allowed network.
     *
     * @param allowed networks that may be probed although they are not public
     */
    public static EgressPolicy publicAnd(List<Network> allowed) {
        return new EgressPolicy(Reach.PUBLIC_OF_A_DEPLOYMENT, allowed);
    }

    /**
     * The policy for the URLs in a target's certificates (OCSP responder, issuer, CRL). The target chooses these URLs,
     * not the person who named the target. Under the policy of the command, a target at a public address therefore
     * cannot point into a private network, and no target can point to a link-local address. Under the policy of the
     * function, the rules for targets apply unchanged.
     *
     * @param target the address that sent the certificates
     * @return the policy for the addresses behind those URLs
     */
    public EgressPolicy pointedToFrom(InetAddress target) {
        return switch (reach) {
            case EVERYTHING ->
                new EgressPolicy(
                        ranges.isPublic(target) ? Reach.PUBLIC_OF_A_TARGET : Reach.ALL_BUT_LINK_LOCAL, List.of());
            case ALL_BUT_LINK_LOCAL, PUBLIC_OF_A_DEPLOYMENT, PUBLIC_OF_A_TARGET -> this;
        };
    }

    /**
     * Checks one address. Does no lookup.
     *
     * @return the reason of the refusal, as the end of a sentence; empty if the address is allowed
     */
    public Optional<String> refusal(InetAddress address) {
        if (reach == Reach.EVERYTHING) {
            return Optional.empty();
        }
        if (ranges.isLinkLocal(address)) {
            return Optional.of("it is link-local, the range of cloud metadata services, and is never probed");
        }
        boolean isAllowed = allowed.stream().anyMatch(network -> network.contains(address));
        return isAllowed || ranges.isPublic(address) ? Optional.empty() : refusalOfPrivate();
    }

    /** @return whether the address may be connected to: {@link #refusal} gives no reason against it */
    public boolean allows(InetAddress address) {
        return refusal(address).isEmpty();
    }

    private Optional<String> refusalOfPrivate() {
        return switch (reach) {
            case EVERYTHING, ALL_BUT_LINK_LOCAL -> Optional.empty();
            case PUBLIC_OF_A_DEPLOYMENT ->
                Optional.of("it is not a public address; FLEET_ALLOW_NETWORKS can allow its network");
            case PUBLIC_OF_A_TARGET ->
                Optional.of("it is not a public address, but the target that refers to it has one");
        };
    }
}
