package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.SignatureChecks.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds every path from a leaf to a trust anchor, or to a certificate with an unknown issuer, over the sent
 * certificates in any order (RFC 4158). Bounded: paths of at most 10 certificates, 64 paths, 1,000 steps. Lives for one
 * inspection; not thread-safe.
 *
 * <p>An issuer is a certificate with the wanted subject and the key that signed. If no key did, a certificate of that
 * name takes its place: one that the server sent in any case, because it claims to be the issuer, and a trust anchor unless
 * its key identifier contradicts, because it may be another authority of the same name. So a forged issuer makes a broken
 * signature, not an incomplete chain.
 */
final class PathSearch {

    private static final int LONGEST_PATH = 10;
    private static final int MOST_PATHS = 64;
    private static final int MOST_STEPS = 1_000;

    private final TrustStore trust;
    private final Collection<ParsedCertificate> sent;
    private final SignatureChecks signatures;
    private final Set<CandidatePath> found = new LinkedHashSet<>();
    private int steps;

    PathSearch(TrustStore trust, Collection<ParsedCertificate> sent, SignatureChecks signatures) {
        this.trust = trust;
        this.sent = sent;
        this.signatures = signatures;
    }

    /** @return the paths that begin with the leaf; at least one */
    Set<CandidatePath> from(ParsedCertificate leaf) {
        extend(List.of(leaf));
        return found;
    }

    private void extend(List<ParsedCertificate> path) {
        ParsedCertificate last = path.getLast();
        if (trust.holds(last.x509())) {
            found.add(new CandidatePath(path, true));
            return;
        }
        List<ParsedCertificate> issuers = path.size() < LONGEST_PATH ? issuersAfter(path) : List.of();
        if (issuers.isEmpty()) {
            found.add(new CandidatePath(path, false));
        }
        for (ParsedCertificate issuer : issuers) {
            if (found.size() >= MOST_PATHS || ++steps > MOST_STEPS) {
                found.add(new CandidatePath(path, false));
                return;
            }
            List<ParsedCertificate> longer = new ArrayList<>(path);
            longer.add(issuer);
            extend(longer);
        }
    }

    private List<ParsedCertificate> issuersAfter(List<ParsedCertificate> path) {
        ParsedCertificate last = path.getLast();
        List<ParsedCertificate> namesakes = Stream.concat(trust.issuersOf(last).stream(), sentIssuersNamedAfter(path))
                .distinct()
                .filter(issuer -> !path.contains(issuer))
                .toList();
        List<ParsedCertificate> signers = namesakes.stream()
                .filter(issuer -> signatures.of(last, issuer) != Outcome.BAD)
                .toList();
        if (!signers.isEmpty() || signatures.isSelfSigned(last)) {
            return signers;
        }
        return namesakes.stream()
                .filter(issuer -> sent.contains(issuer) || !last.namesAnotherKeyThanOf(issuer))
                .toList();
    }

    /** A key that is already on the path leads nowhere new. This ends cross-signs in a circle. */
    private Stream<ParsedCertificate> sentIssuersNamedAfter(List<ParsedCertificate> path) {
        return sent.stream()
                .filter(candidate -> candidate.subject().equals(path.getLast().issuer()))
                .filter(candidate -> path.stream().noneMatch(candidate::hasSubjectAndKeyOf));
    }
}
