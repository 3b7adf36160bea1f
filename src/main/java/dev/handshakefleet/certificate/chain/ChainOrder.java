package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainProblem.UnneededReason;
import dev.handshakefleet.certificate.chain.SignatureChecks.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds certificates that the server sent out of order or without need. RFC 5246 (7.4.2) demands that each certificate
 * certifies the one
 * before it; RFC 8446 (4.4.2) asks for the same and tells clients to tolerate another order and extra certificates.
 *
 * <p>Two kinds of extra certificates are no problem: a root, because no client minds it, and another valid way up, such
 * as a cross-sign for older clients, even if no store here trusts its end.
 */
final class ChainOrder {

    private final TrustStore trust;
    private final PresentedChain presented;
    private final ExaminedPath best;
    private final SignatureChecks signatures;
    private final Instant now;

    ChainOrder(TrustStore trust, PresentedChain presented, ExaminedPath best, SignatureChecks signatures, Instant now) {
        this.trust = trust;
        this.presented = presented;
        this.best = best;
        this.signatures = signatures;
        this.now = now;
    }

    List<ChainProblem> problems() {
        List<ChainProblem> problems = new ArrayList<>();
        if (isMisordered()) {
            problems.add(new ChainProblem.Misordered(pathAsSent()));
        }
        unneeded()
                .forEach((why, certificates) -> problems.add(new ChainProblem.Unneeded(
                        certificates.stream().map(this::facts).toList(), why)));
        return problems;
    }

    private Map<UnneededReason, Set<ParsedCertificate>> unneeded() {
        Map<UnneededReason, Set<ParsedCertificate>> unneeded = new EnumMap<>(UnneededReason.class);
        Set<ParsedCertificate> leadingUp = leadingUpFromTheLeaf();
        Set<ParsedCertificate> seen = new HashSet<>();
        for (ParsedCertificate certificate : presented.asSent()) {
            Optional<UnneededReason> why = seen.add(certificate)
                    ? reasonUnneeded(certificate, leadingUp)
                    : Optional.of(UnneededReason.DUPLICATE);
            why.ifPresent(reason -> unneeded.computeIfAbsent(reason, first -> new LinkedHashSet<>())
                    .add(certificate));
        }
        return unneeded;
    }

    private Optional<UnneededReason> reasonUnneeded(ParsedCertificate certificate, Set<ParsedCertificate> leadingUp) {
        if (!leadingUp.contains(certificate)) {
            return Optional.of(UnneededReason.UNRELATED);
        }
        return isOnThePath(certificate) ? Optional.empty() : outdated(certificate);
    }

    private boolean isOnThePath(ParsedCertificate certificate) {
        return best.path().certificates().contains(certificate);
    }

    /** A way up harms the clients that take it if it, or the trusted root at its end, is out of date. */
    private Optional<UnneededReason> outdated(ParsedCertificate certificate) {
        if (!certificate.isValidAt(now)) {
            return Optional.of(UnneededReason.OUTDATED_DETOUR);
        }
        List<ParsedCertificate> roots = trust.issuersOf(certificate).stream()
                .filter(root -> issued(root, certificate))
                .toList();
        boolean endsBadly = !roots.isEmpty() && roots.stream().noneMatch(root -> root.isValidAt(now));
        return endsBadly ? Optional.of(UnneededReason.DETOUR_TO_OUTDATED_ROOT) : Optional.empty();
    }

    private boolean isMisordered() {
        List<ParsedCertificate> order = presented.asSent();
        List<Integer> positions = best.path().certificates().stream()
                .map(order::indexOf)
                .filter(position -> position >= 0)
                .toList();
        return !positions.equals(positions.stream().sorted().toList());
    }

    private List<CertificateFacts> pathAsSent() {
        List<ParsedCertificate> path = best.path().certificates();
        return presented.certificates().stream()
                .filter(path::contains)
                .map(certificate -> best.facts().get(path.indexOf(certificate)))
                .toList();
    }

    /** All sent certificates from which signatures lead down to the leaf. */
    private Set<ParsedCertificate> leadingUpFromTheLeaf() {
        Set<ParsedCertificate> leadingUp = new HashSet<>(best.path().certificates());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (ParsedCertificate candidate : presented.certificates()) {
                if (!leadingUp.contains(candidate) && leadingUp.stream().anyMatch(below -> issued(candidate, below))) {
                    grew |= leadingUp.add(candidate);
                }
            }
        }
        return leadingUp;
    }

    private boolean issued(ParsedCertificate issuer, ParsedCertificate certificate) {
        return issuer.subject().equals(certificate.issuer()) && signatures.of(certificate, issuer) != Outcome.BAD;
    }

    private CertificateFacts facts(ParsedCertificate certificate) {
        return isOnThePath(certificate)
                ? best.facts().get(best.path().certificates().indexOf(certificate))
                : certificate.facts(Role.INTERMEDIATE, true);
    }
}
