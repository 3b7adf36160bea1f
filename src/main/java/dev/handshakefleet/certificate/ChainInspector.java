package dev.handshakefleet.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the best path from the certificate of a server to a trust anchor and everything that is wrong with it.
 *
 * <ul>
 *   <li>Never throws, whatever the bytes are; count, size and search are bounded.
 *   <li>Reports every problem that holds, not the first one.
 *   <li>The leaf is the first certificate sent; the order of the others does not matter.
 *   <li>Keeps nothing between two calls; safe for use by many threads.
 * </ul>
 */
public final class ChainInspector {

    /** Asking the validator is the dear part: paths that tie with the best one are asked about up to this many. */
    private static final int MOST_VALIDATED = 8;

    private final TrustStore trust;

    /** @param trust where a path may end */
    public ChainInspector(TrustStore trust) {
        this.trust = Objects.requireNonNull(trust, "trust");
    }

    /**
     * @param presentedDer the certificates as the server sent them, its own first
     * @param expectedName the DNS name or IP address that the leaf has to cover
     * @param now which of several paths is the best depends on it; dates are no problem of the result
     * @return the path leaf to root, the unused rest, and all problems but dates; where the leaf cannot be read, no path
     */
    public ChainInspection inspect(List<byte[]> presentedDer, String expectedName, Instant now) {
        if (presentedDer.isEmpty()) {
            return ChainInspection.NOTHING_PRESENTED;
        }
        PresentedChain presented = PresentedChain.read(presentedDer);
        Optional<ExaminedPath> best = presented.leaf().map(leaf -> bestPath(leaf, presented, now));

        List<ChainProblem> problems = new ArrayList<>(presented.problems());
        best.ifPresent(examined -> problems.addAll(examined.problems()));
        best.flatMap(examined -> nameProblem(examined, expectedName)).ifPresent(problems::add);
        return new ChainInspection(best.map(ExaminedPath::facts).orElse(List.of()), unused(presented, best), problems);
    }

    private ExaminedPath bestPath(ReadCertificate leaf, PresentedChain presented, Instant now) {
        SignatureChecks signatures = new SignatureChecks();
        List<ExaminedPath> walked = new PathSearch(trust, presented.certificates(), signatures)
                .from(leaf).stream()
                        .map(path -> ExaminedPath.walked(path, presented.certificates(), signatures, now))
                        .sorted(ExaminedPath.BEST_FIRST)
                        .toList();

        ExaminedPath best = walked.getFirst().validated(now);
        for (ExaminedPath next : walked.subList(1, Math.min(walked.size(), MOST_VALIDATED))) {
            // The validator can only add faults: what is not better before it is not better after it.
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

    private static List<CertificateFacts> unused(PresentedChain presented, Optional<ExaminedPath> best) {
        List<ReadCertificate> used =
                best.map(examined -> examined.path().certificates()).orElse(List.of());
        return presented.certificates().stream()
                .filter(certificate -> !used.contains(certificate))
                .map(certificate -> certificate.facts(Role.INTERMEDIATE, true))
                .toList();
    }
}
