package dev.handshakefleet.verdict;

import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.certificate.CertificateFacts;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The finding about addresses of one name that serve another leaf than the newest one served there: the node that was
 * forgotten at renewal. The up-to-date addresses have none. Results without a readable leaf take no part. Pure.
 */
public final class AddressFindings {

    private static final int MOST_ADDRESSES_SHOWN = 5;

    /** The newest last; of two of one instant the order is arbitrary, but always the same. */
    private static final Comparator<CertificateFacts> BY_AGE =
            Comparator.comparing(CertificateFacts::notBefore).thenComparing(CertificateFacts::sha256);

    private AddressFindings() {}

    /**
     * @param ofOneTarget the results of all addresses of a target
     * @return the same results in the same order, with what shows when they are held against each other
     */
    public static List<JudgedProbe> addedTo(List<JudgedProbe> ofOneTarget) {
        Optional<CertificateFacts> newest =
                ofOneTarget.stream().flatMap(judged -> judged.leaf().stream()).max(BY_AGE);
        return ofOneTarget.stream()
                .map(judged -> judged.with(newest
                        .flatMap(reference -> judged.leaf()
                                .filter(leaf -> !isSame(leaf, reference))
                                .map(leaf -> finding(leaf, reference, ofOneTarget)))
                        .stream()
                        .toList()))
                .toList();
    }

    private static Finding finding(CertificateFacts leaf, CertificateFacts newest, List<JudgedProbe> all) {
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
                "Install the renewed certificate on what answers at %s and reload it.".formatted(listed(here)));
    }

    /** Sorted, because resolvers turn the order of addresses round and a sentence should not change with it. */
    private static List<String> addresses(CertificateFacts leaf, List<JudgedProbe> all) {
        return all.stream()
                .filter(judged ->
                        judged.leaf().filter(served -> isSame(served, leaf)).isPresent())
                .flatMap(judged -> judged.result().address().stream())
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
