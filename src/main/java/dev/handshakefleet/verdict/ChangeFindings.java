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
    private static final int SHOWN_OF_ISSUER = 50;

    private ChangeFindings() {}

    /**
     * Depends on what was stored at first sight alone, so that all regions and all runs come to the same result.
     *
     * @param current the leaf served now
     * @param known leaves seen of the same target; {@code current} and later ones may be among them
     * @param now the wall-clock instant; from 24 hours after the first sight on there is no finding
     */
    public static Optional<Finding> of(SeenLeaf current, List<SeenLeaf> known, Instant now) {
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

    private static boolean isEarly(SeenLeaf replaced, Instant at) {
        Duration left = Duration.between(at, replaced.notAfter());
        Duration lifetime = Duration.between(replaced.notBefore(), replaced.notAfter());
        return left.isPositive() && left.multipliedBy(DUE_SHARE).compareTo(lifetime) > 0;
    }

    private static List<SeenLeaf> before(SeenLeaf current, SeenLeaf replaced, List<SeenLeaf> known) {
        return known.stream()
                .filter(leaf -> leaf.firstSeen().isBefore(current.firstSeen()) || leaf.equals(replaced))
                .toList();
    }

    private static Optional<Finding> finding(SeenLeaf current, SeenLeaf replaced, List<SeenLeaf> before) {
        boolean otherKey = isNew(current, before, SeenLeaf::keySha256);
        boolean otherIssuer = isNew(current, before, SeenLeaf::issuer);
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
                        + " and have what you did not order revoked."));
    }

    private static boolean isNew(SeenLeaf current, List<SeenLeaf> before, Function<SeenLeaf, String> fact) {
        return before.stream().map(fact).noneMatch(fact.apply(current)::equals);
    }

    private static String shown(SeenLeaf leaf) {
        return "SHA-256 %s of '%s'"
                .formatted(Fingerprint.shortened(leaf.sha256()), SafeText.line(leaf.issuer(), SHOWN_OF_ISSUER));
    }
}
