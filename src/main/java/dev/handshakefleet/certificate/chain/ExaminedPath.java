package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A path with its problems.
 *
 * @param path the path
 * @param facts its certificates, leaf first
 * @param problems everything wrong with it but dates and names
 * @param datesWrong how many of its certificates are outside of their validity
 */
record ExaminedPath(CandidatePath path, List<CertificateFacts> facts, List<ChainProblem> problems, int datesWrong) {

    /**
     * Orders paths as a tolerant client would prefer them: paths to a trust anchor with valid signatures first, then
     * those with the fewest faults, then the shortest. Fingerprints break ties, so the order in which the server sent
     * its certificates never matters.
     */
    static final Comparator<ExaminedPath> BEST_FIRST = Comparator.comparing(
                    ExaminedPath::leadsToAnAnchor, Comparator.reverseOrder())
            .thenComparingInt(ExaminedPath::faults)
            .thenComparing(examined -> examined.path().trusted(), Comparator.reverseOrder())
            .thenComparingInt(examined -> examined.path().size())
            .thenComparing(ExaminedPath::fingerprints);

    ExaminedPath {
        problems = List.copyOf(problems);
    }

    /** @return the path after the structural walk, not yet shown to the validator */
    static ExaminedPath walked(
            CandidatePath path,
            Set<ParsedCertificate> sent,
            Set<ParsedCertificate> fetched,
            SignatureChecks signatures,
            Instant now) {
        List<CertificateFacts> facts = path.facts(sent, signatures);
        long datesWrong = path.certificates().stream()
                .filter(certificate -> !certificate.isValidAt(now))
                .count();
        return new ExaminedPath(path, facts, PathRules.problems(path, facts, fetched, signatures), (int) datesWrong);
    }

    /** @return the same with the validator's additional refusals */
    ExaminedPath validated(Instant now) {
        Set<ChainProblem> all = new LinkedHashSet<>(problems);
        boolean rightsAreKnown = problems.stream().anyMatch(ChainProblem.NotACa.class::isInstance);
        for (ChainProblem refusal : new PkixAuthority(path, facts, now).refusals()) {
            if (!(rightsAreKnown && refusal instanceof ChainProblem.NotACa)) {
                all.add(refusal);
            }
        }
        return new ExaminedPath(path, facts, List.copyOf(all), datesWrong);
    }

    int faults() {
        return problems.size() + datesWrong;
    }

    private boolean leadsToAnAnchor() {
        return path.trusted() && problems.stream().noneMatch(ChainProblem.BadSignature.class::isInstance);
    }

    private String fingerprints() {
        return String.join(
                "", path.certificates().stream().map(ParsedCertificate::sha256).toList());
    }
}
