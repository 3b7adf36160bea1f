package dev.handshakefleet.verdict;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.target.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The findings about one address of a name beside the others: it serves another leaf, it cannot be reached over IPv6 while
 * IPv4 serves, or the lookup of its family failed. Pure.
 */
final class AddressFindings {

    private static final int MOST_ADDRESSES_SHOWN = 5;

    /** The newest last. Leaves of the same instant are in the order of their fingerprints. */
    private static final Comparator<CertificateFacts> BY_AGE =
            Comparator.comparing(CertificateFacts::notBefore).thenComparing(CertificateFacts::sha256);

    private AddressFindings() {}

    /**
     * An IPv6 address that does not accept a connection, while an IPv4 address of the name completes the handshake. Clients
     * with both families fall back to IPv4 (RFC 8305, 5), so this is less than a failure of the target.
     *
     * @return the finding in place of that about the failure; empty if the probe is no such case
     */
    static Optional<Finding> unreachable(Judge.Inspected probe, List<Judge.Inspected> ofOneTarget) {
        return probe.result()
                .failure()
                .filter(failure -> failure.phase() == Phase.CONNECT
                        && failure.kind() != Failure.Kind.ADDRESS_REFUSED_BY_POLICY
                        && isOf(IpFamily.IPV6, probe))
                .flatMap(failure -> ofOneTarget.stream()
                        .filter(other -> isOf(IpFamily.IPV4, other)
                                && other.result().phases().containsKey(Phase.TLS))
                        .findFirst()
                        .map(serving -> unreachable(failure, shown(probe), shown(serving))));
    }

    private static Finding unreachable(Failure failure, String address, String serving) {
        return new Finding(
                FindingCode.ADDRESS_UNREACHABLE,
                Severity.WARNING,
                "%s cannot be reached over IPv6 (%s: %s), while %s completes the handshake over IPv4. Clients that try IPv6 first"
                                .formatted(address, failure.kind(), failure.detail(), serving)
                        + " are slowed down, and clients with IPv6 alone fail.",
                "Let the service listen on its IPv6 address and open the firewalls for it, or remove the AAAA record.");
    }

    /** @return the finding about a family that the target asks for and whose lookup failed, while the other one has addresses */
    static Optional<Finding> incompleteLookup(ProbeResult result) {
        if (!result.target().addresses().isAll() || result.address().isEmpty()) {
            return Optional.empty();
        }
        return result.lookup().entrySet().stream()
                .filter(lookup -> lookup.getValue().addresses().isEmpty()
                        && !lookup.getValue().isKnownToBeEmpty())
                .findFirst()
                .map(
                        failed -> new Finding(
                                FindingCode.ADDRESS_UNREACHABLE,
                                Severity.WARNING,
                                "The %s lookup of the name failed with %s, so no %s address was probed."
                                        .formatted(
                                                failed.getKey().recordType(),
                                                failed.getValue().code(),
                                                failed.getKey().label()),
                                "Check the name servers of the domain: they have to answer for record types without a record as well."));
    }

    private static boolean isOf(IpFamily family, Judge.Inspected probe) {
        return probe.result()
                .address()
                .filter(address -> IpFamily.of(address) == family)
                .isPresent();
    }

    private static String shown(Judge.Inspected probe) {
        return AddressText.of(probe.result().address().orElseThrow());
    }

    /**
     * An address that serves another leaf than the newest one of its name, such as a node that was forgotten at renewal. An
     * address with the newest leaf has no finding. A probe without a readable leaf takes no part.
     *
     * @param probe the probe of one address
     * @param ofOneTarget the probes of all addresses of the target
     * @return the finding about that address; empty if it serves the newest leaf or none
     */
    static Optional<Finding> of(Judge.Inspected probe, List<Judge.Inspected> ofOneTarget) {
        return ofOneTarget.stream()
                .flatMap(one -> one.leaf().stream())
                .max(BY_AGE)
                .flatMap(newest -> probe.leaf()
                        .filter(leaf -> !isSame(leaf, newest))
                        .map(leaf -> finding(leaf, newest, ofOneTarget)));
    }

    private static Finding finding(CertificateFacts leaf, CertificateFacts newest, List<Judge.Inspected> all) {
        List<String> here = addresses(leaf, all);
        String message = "%s %s %s leaf certificate (%s) than %s (%s)."
                .formatted(
                        listed(here),
                        here.size() == 1 ? "serves" : "serve",
                        leaf.notBefore().isBefore(newest.notBefore()) ? "an older" : "another",
                        shown(leaf),
                        listed(addresses(newest, all)),
                        shown(newest));
        return new Finding(
                FindingCode.ADDRESSES_DISAGREE,
                Severity.WARNING,
                message,
                "Install the renewed certificate on the server at %s and reload it.".formatted(listed(here)));
    }

    /** Sorted, so the order that a resolver returns does not change the message. */
    private static List<String> addresses(CertificateFacts leaf, List<Judge.Inspected> all) {
        return all.stream()
                .filter(probe ->
                        probe.leaf().filter(served -> isSame(served, leaf)).isPresent())
                .flatMap(probe -> probe.result().address().stream())
                .map(AddressText::of)
                .distinct()
                .sorted()
                .toList();
    }

    private static String listed(List<String> addresses) {
        String first = addresses.stream().limit(MOST_ADDRESSES_SHOWN).collect(Collectors.joining(", "));
        int more = addresses.size() - MOST_ADDRESSES_SHOWN;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String shown(CertificateFacts leaf) {
        return "expires %s, SHA-256 %s"
                .formatted(DateFindings.date(leaf.notAfter()), Fingerprint.shortened(leaf.sha256()));
    }

    private static boolean isSame(CertificateFacts one, CertificateFacts another) {
        return one.sha256().equals(another.sha256());
    }
}
