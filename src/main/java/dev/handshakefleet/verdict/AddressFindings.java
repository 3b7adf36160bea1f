package dev.handshakefleet.verdict;

import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.certificate.CertificateFacts;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The finding about an address that serves another leaf than the newest one of its name, such as a node that was forgotten
 * at renewal. An address with the newest leaf has none. A probe without a readable leaf takes no part. Pure.
 */
final class AddressFindings {

    private static final int MOST_ADDRESSES_SHOWN = 5;

    /** The newest last. Leaves of the same instant are in the order of their fingerprints. */
    private static final Comparator<CertificateFacts> BY_AGE =
            Comparator.comparing(CertificateFacts::notBefore).thenComparing(CertificateFacts::sha256);

    private AddressFindings() {}

    /**
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
                .map(InetAddress::getHostAddress)
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
