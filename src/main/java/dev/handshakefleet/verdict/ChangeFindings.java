package dev.handshakefleet.verdict;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.base.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The finding about a leaf that replaced another one early, with a key or an issuer that is new to the target.
 *
 * <p>A replacement is early while more than half of the lifetime of the old certificate is left. ACME clients renew when a
 * third is left, or half of a certificate of a few days, and the windows that authorities suggest (RFC 9773, 4.2) lie no
 * earlier. An early replacement has a reason beside the calendar: a compromise, a mistake, or a certificate of somebody else.
 * Pure.
 */
public final class ChangeFindings {

    /** How long a change is reported: long enough for every region, and for a reader to wake up. */
    public static final Duration HELD = Duration.ofHours(24);

    private static final int DUE_SHARE = 2;
    private static final int SHOWN_OF_ISSUER = 50;

    private ChangeFindings() {}

    /**
     * Uses only the stored records, so all regions and all runs come to the same result.
     *
     * @param comparison the leaf served now beside the earlier ones
     * @return the finding; empty from 24 hours after the first appearance on
     */
    public static Optional<Finding> of(LeafComparison comparison) {
        LeafRecord current = comparison.current();
        List<LeafRecord> known = comparison.known();
        if (!comparison.at().isBefore(current.firstSeen().plus(HELD))) {
            return Optional.empty();
        }
        return current.replaced()
                .flatMap(replaced -> known.stream()
                        .filter(leaf -> leaf.sha256().equals(replaced))
                        .findFirst())
                .filter(replaced -> isEarly(replaced, current.firstSeen()))
                .flatMap(replaced -> finding(current, replaced, before(current, replaced, known)));
    }

    private static boolean isEarly(LeafRecord replaced, Instant at) {
        Duration left = Duration.between(at, replaced.notAfter());
        Duration lifetime = Duration.between(replaced.notBefore(), replaced.notAfter());
        return left.isPositive() && left.multipliedBy(DUE_SHARE).compareTo(lifetime) > 0;
    }

    private static List<LeafRecord> before(LeafRecord current, LeafRecord replaced, List<LeafRecord> known) {
        return known.stream()
                .filter(leaf -> leaf.firstSeen().isBefore(current.firstSeen()) || leaf.equals(replaced))
                .toList();
    }

    private static Optional<Finding> finding(LeafRecord current, LeafRecord replaced, List<LeafRecord> before) {
        boolean otherKey = isNew(current, before, LeafRecord::keySha256);
        boolean otherIssuer = isNew(current, before, LeafRecord::issuer);
        if (!otherKey && !otherIssuer) {
            return Optional.empty();
        }
        String what = otherKey && otherIssuer
                ? "with another key and of another issuer"
                : otherKey ? "with another key" : "of another issuer";
        Duration left = Duration.between(current.firstSeen(), replaced.notAfter());
        Duration lifetime = Duration.between(replaced.notBefore(), replaced.notAfter());
        String message = "Leaf certificate was replaced with %s (%d %% of its lifetime) left, by one %s: %s by %s."
                .formatted(
                        DurationText.largestUnit(left),
                        Math.min(100, 100 * left.toSeconds() / Math.max(1, lifetime.toSeconds())),
                        what,
                        shown(replaced),
                        shown(current));
        return Optional.of(new Finding(
                FindingCode.CERT_CHANGED,
                Severity.WARNING,
                message,
                "If you did not replace it yourselves, find out who did: look the name up in Certificate Transparency logs"
                        + " and have each certificate that you did not order revoked."));
    }

    private static boolean isNew(LeafRecord current, List<LeafRecord> before, Function<LeafRecord, String> fact) {
        return before.stream().map(fact).noneMatch(fact.apply(current)::equals);
    }

    private static String shown(LeafRecord leaf) {
        return "SHA-256 %s of '%s'"
                .formatted(Fingerprint.shortened(leaf.sha256()), SafeText.line(leaf.issuer(), SHOWN_OF_ISSUER));
    }
}
