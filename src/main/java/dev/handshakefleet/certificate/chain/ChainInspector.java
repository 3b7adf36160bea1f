package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.TrustStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the best path from the certificate of a server to a trust anchor, and all problems of that path.
 *
 * <ul>
 *   <li>Never throws, whatever the bytes are; count, size and search are bounded.
 *   <li>Reports every problem that holds, not the first one.
 *   <li>The leaf is the first certificate sent; the order of the others does not matter.
 *   <li>Safe for use by many threads. Two calls share what was read and verified of the certificates that were used last,
 *       which changes no result.
 * </ul>
 */
public final class ChainInspector {

    /** The validator is the expensive part, so it judges at most this many of the paths that tie for the best. */
    private static final int MOST_VALIDATED = 8;

    private final TrustStore trust;

    /** @param trust the trust anchors */
    public ChainInspector(TrustStore trust) {
        this.trust = Objects.requireNonNull(trust, "trust");
    }

    /** Reads the trust anchors now. Otherwise the first inspection waits for it. */
    public void loadTrustAnchors() {
        trust.load();
    }

    /**
     * As {@link #inspect(List, List, String, Instant)}, with nothing fetched.
     *
     * @param presentedDer the certificates as the server sent them, its own first
     * @param expectedName the DNS name or IP address that the leaf has to cover
     * @param now the choice between several paths depends on it; dates are no problem of the result
     */
    public ChainInspection inspect(List<byte[]> presentedDer, String expectedName, Instant now) {
        return inspect(presentedDer, List.of(), expectedName, now);
    }

    /**
     * @param presentedDer the certificates as the server sent them, its own first
     * @param fetchedDer certificates of issuers that it did not send and that were fetched for it (see {@link
     *     IssuerFetch});
     *     a path that needs one is an incomplete chain
     * @param expectedName the DNS name or IP address that the leaf has to cover
     * @param now the choice between several paths depends on it; dates are no problem of the result
     * @return the path leaf to root, the unused rest, and all problems but dates; where the leaf cannot be read, no
     *     path
     */
    public ChainInspection inspect(
            List<byte[]> presentedDer, List<byte[]> fetchedDer, String expectedName, Instant now) {
        if (presentedDer.isEmpty()) {
            return ChainInspection.NOTHING_PRESENTED;
        }
        PresentedChain presented = PresentedChain.read(presentedDer);
        if (presented.leaf().isEmpty()) {
            return unreadable(presented);
        }
        SignatureChecks signatures = new SignatureChecks();
        ExaminedPath best = bestPath(presented, PresentedChain.read(fetchedDer).certificates(), signatures, now);

        List<ChainProblem> problems = new ArrayList<>(presented.problems());
        problems.addAll(best.problems());
        nameProblem(best, expectedName).ifPresent(problems::add);
        problems.addAll(new ChainOrder(trust, presented, best, signatures, now).problems());
        List<String> trustedBy =
                best.path().trusted() ? trust.namesOf(best.path().last().x509()) : List.of();
        publicValidityProblem(best, trustedBy).ifPresent(problems::add);
        return new ChainInspection(
                best.facts(),
                best.path().certificates().stream().map(ParsedCertificate::x509).toList(),
                trustedBy,
                unused(presented, best),
                problems);
    }

    private static ChainInspection unreadable(PresentedChain presented) {
        List<CertificateFacts> unused = presented.certificates().stream()
                .map(certificate -> certificate.facts(Role.INTERMEDIATE, true))
                .toList();
        return new ChainInspection(List.of(), List.of(), List.of(), unused, presented.problems());
    }

    private ExaminedPath bestPath(
            PresentedChain presented, Set<ParsedCertificate> fetched, SignatureChecks signatures, Instant now) {
        Set<ParsedCertificate> onlyFetched = new LinkedHashSet<>(fetched);
        onlyFetched.removeAll(presented.certificates());
        Set<ParsedCertificate> all = new LinkedHashSet<>(presented.certificates());
        all.addAll(onlyFetched);
        onlyFetched.removeIf(certificate -> trust.holds(certificate.x509()));
        ParsedCertificate leaf = presented.leaf().orElseThrow();
        List<ExaminedPath> walked = new PathSearch(trust, all, signatures)
                .from(leaf).stream()
                        .map(path -> ExaminedPath.walked(path, presented.certificates(), onlyFetched, signatures, now))
                        .sorted(ExaminedPath.BEST_FIRST)
                        .toList();

        ExaminedPath best = walked.getFirst().validated(now);
        for (ExaminedPath next : walked.subList(1, Math.min(walked.size(), MOST_VALIDATED))) {
            // The validator can only add faults. A path that is worse before it is worse after it.
            if (ExaminedPath.BEST_FIRST.compare(next, best) < 0) {
                ExaminedPath validated = next.validated(now);
                best = ExaminedPath.BEST_FIRST.compare(validated, best) < 0 ? validated : best;
            }
        }
        return best;
    }

    private static Optional<ChainProblem> nameProblem(ExaminedPath examined, String expectedName) {
        boolean covered = ServerIdentity.covers(examined.path().leaf().names(), expectedName);
        List<String> names = examined.facts().getFirst().names();
        return covered ? Optional.empty() : Optional.of(new ChainProblem.HostnameMismatch(expectedName, names));
    }

    private static Optional<ChainProblem> publicValidityProblem(ExaminedPath examined, List<String> trustedBy) {
        CertificateFacts leaf = examined.facts().getFirst();
        return trustedBy.contains(TrustStore.PUBLIC)
                ? ValidityLimit.exceededBy(leaf).map(allowed -> new ChainProblem.ValidityTooLong(leaf, allowed))
                : Optional.empty();
    }

    private static List<CertificateFacts> unused(PresentedChain presented, ExaminedPath best) {
        List<ParsedCertificate> used = best.path().certificates();
        return presented.certificates().stream()
                .filter(certificate -> !used.contains(certificate))
                .map(certificate -> certificate.facts(Role.INTERMEDIATE, true))
                .toList();
    }
}
