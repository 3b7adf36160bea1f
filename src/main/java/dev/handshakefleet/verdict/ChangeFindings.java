package dev.handshakefleet.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The finding about a leaf that took the place of another long before that was due, with a key or from an issuer that the
 * target never had.
 *
 * <p>Due is what has half of its lifetime behind it or more: ACME clients renew when a third is left, of certificates of few
 * days when half is left, and the windows that authorities suggest (RFC 9773, 4.2) lie no earlier. Who replaces a
 * certificate before that had a reason beside the calendar: a compromise, a mistake, or it is not his certificate. Pure.
 */
public final class ChangeFindings {

    /** How long a change is told of: long enough for every region and for a person who sleeps. */
    public static final Duration HELD = Duration.ofHours(24);

    private static final int DUE_SHARE = 2;
    private static final int SHOWN_OF_FINGERPRINT = 16;
    private static final int SHOWN_OF_ISSUER = 50;

    private ChangeFindings() {}

    /**
     * Depends on what was stored at first sight alone, so that all regions and all runs come to the same result.
     *
     * @param current the leaf served now
     * @param known leaves seen of the same target; {@code current} and later ones may be among them
     * @param now the wall-clock instant; from 24 hours after the first sight on there is no finding
     */
    public static Optional<Finding> of(LeafRecord current, List<LeafRecord> known, Instant now) {
        if (!now.isBefore(current.firstSeen().plus(HELD))) {
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
                        DateFindings.span(left),
                        Math.min(100, 100 * left.toSeconds() / Math.max(1, lifetime.toSeconds())),
                        what,
                        shown(replaced),
                        shown(current));
        return Optional.of(new Finding(
                FindingCode.CERT_CHANGED,
                Severity.WARNING,
                message,
                "If you did not replace it yourselves, find out who did: look the name up in Certificate Transparency logs"
                        + " and have what you did not order revoked."));
    }

    private static boolean isNew(LeafRecord current, List<LeafRecord> before, Function<LeafRecord, String> fact) {
        return before.stream().map(fact).noneMatch(fact.apply(current)::equals);
    }

    private static String shown(LeafRecord leaf) {
        String fingerprint = leaf.sha256()
                .substring(0, Math.min(SHOWN_OF_FINGERPRINT, leaf.sha256().length()));
        return "SHA-256 %s of '%s'".formatted(fingerprint, shortened(leaf.issuer()));
    }

    /** A notice is cut after 300 characters: two long issuers must not cut off each other. */
    private static String shortened(String issuer) {
        return issuer.codePointCount(0, issuer.length()) <= SHOWN_OF_ISSUER
                ? issuer
                : issuer.substring(0, issuer.offsetByCodePoints(0, SHOWN_OF_ISSUER - 1)) + "…";
    }
}
