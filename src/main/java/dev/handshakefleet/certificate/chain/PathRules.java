package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.chain.SignatureChecks.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a path from leaf to end and names every fault that can be found without the validator.
 * The verdict judges dates.
 *
 * <p>How a path that ends in no trust anchor is read, with what could be fetched taken in:
 *
 * <ul>
 *   <li>a leaf signed by its own key: self-signed;
 *   <li>a leaf without CA flag, and its issuer nowhere: the server forgot its intermediate;
 *   <li>everything else (a self-signed authority that was sent, an authority whose issuer is nowhere): the root is not
 *       trusted, for servers need not send roots.
 * </ul>
 *
 * <p>Anchors are held to CA rights as well, beyond RFC 5280: OpenSSL, Go and JSSE all refuse an anchor without them;
 * and
 * to their own purposes, name constraints and critical extensions (RFC 5937): OpenSSL, Go and Chrome do, JSSE does not.
 */
final class PathRules {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final CandidatePath path;
    private final List<CertificateFacts> facts;
    private final Set<ParsedCertificate> fetched;
    private final SignatureChecks signatures;
    private final List<ChainProblem> problems = new ArrayList<>();

    private PathRules(
            CandidatePath path,
            List<CertificateFacts> facts,
            Set<ParsedCertificate> fetched,
            SignatureChecks signatures) {
        this.path = path;
        this.facts = facts;
        this.fetched = fetched;
        this.signatures = signatures;
    }

    static List<ChainProblem> problems(
            CandidatePath path,
            List<CertificateFacts> facts,
            Set<ParsedCertificate> fetched,
            SignatureChecks signatures) {
        PathRules rules = new PathRules(path, facts, fetched, signatures);
        rules.checkEnd();
        rules.checkFetchedIssuers();
        rules.checkSignatures();
        rules.checkAuthorities();
        rules.checkPurposes();
        rules.checkCriticalExtensions();
        rules.checkNamesAgainstTheAnchor();
        rules.checkEncodings();
        rules.problems.addAll(Strength.problems(path, facts));
        return rules.problems;
    }

    private void checkEnd() {
        if (path.trusted()) {
            return;
        }
        ParsedCertificate last = path.last();
        boolean isLeaf = path.size() == 1;
        if (isLeaf && signatures.isSelfSigned(last)) {
            problems.add(new ChainProblem.SelfSigned(facts.getLast()));
        } else if (isLeaf && !last.hasCaFlag() && !last.isSelfIssued()) {
            problems.add(new ChainProblem.IncompleteChain(facts.getLast(), Optional.empty()));
        } else {
            problems.add(new ChainProblem.UntrustedRoot(facts.getLast()));
        }
    }

    /**
     * The server should have sent every certificate that had to be fetched. A path that still ends nowhere needs no
     * second problem.
     */
    private void checkFetchedIssuers() {
        for (int index = 1; path.trusted() && index < path.size(); index++) {
            if (fetched.contains(path.get(index))) {
                problems.add(new ChainProblem.IncompleteChain(facts.get(index - 1), Optional.of(facts.get(index))));
            }
        }
    }

    private void checkSignatures() {
        for (int index = 0; index < path.size() - 1; index++) {
            if (signatures.of(path.get(index), path.get(index + 1)) == Outcome.BAD) {
                problems.add(new ChainProblem.BadSignature(facts.get(index), facts.get(index + 1)));
            } else if (path.get(index).namesAnotherKeyThanOf(path.get(index + 1))) {
                // Go and Chrome tolerate it; OpenSSL and programs built on it do not.
                wrongUsage(index, "its authority key identifier does not match the key that signed it");
            }
        }
        ParsedCertificate last = path.last();
        boolean claimsToSignItself = !path.trusted() && last.isSelfIssued() && !last.namesAnotherKeyThanOf(last);
        if (claimsToSignItself && signatures.of(last, last) == Outcome.BAD) {
            problems.add(new ChainProblem.BadSignature(facts.getLast(), facts.getLast()));
        }
    }

    private void checkAuthorities() {
        int authoritiesBelow = 0;
        for (int index = 1; index < path.size(); index++) {
            CertificateFacts issuer = facts.get(index);
            missingRight(index, authoritiesBelow)
                    .ifPresent(reason -> problems.add(new ChainProblem.NotACa(issuer, reason)));
            // RFC 5280, 4.2.1.9: self-issued certificates do not count.
            authoritiesBelow += path.get(index).isSelfIssued() ? 0 : 1;
        }
    }

    private Optional<String> missingRight(int index, int authoritiesBelow) {
        ParsedCertificate issuer = path.get(index);
        if (!issuer.isVersion3()) {
            // Trust stores still hold roots older than version 3.
            return isAnchorAbove(index) ? Optional.empty() : Optional.of("it is older than X.509 version 3");
        }
        if (!issuer.hasCaFlag()) {
            return Optional.of("its basic constraints do not say that it is a CA");
        }
        if (!issuer.maySignCertificates()) {
            return Optional.of("its key usage lacks keyCertSign");
        }
        return authoritiesBelow > issuer.pathLength()
                ? Optional.of("its path length allows %d intermediate certificates below it, there are %d"
                        .formatted(issuer.pathLength(), authoritiesBelow))
                : Optional.empty();
    }

    /**
     * Extended key usage also limits authorities: OpenSSL, Go and Chrome accept a leaf for a purpose only if every
     * certificate above allows it.
     */
    private void checkPurposes() {
        for (int index = 0; index < path.size(); index++) {
            boolean allowsServers = path.get(index)
                    .extendedKeyUsage()
                    .map(purposes -> purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE))
                    .orElse(true);
            if (!allowsServers) {
                wrongUsage(index, "its extended key usage does not include server authentication");
            }
        }
        if (!path.leaf().mayBeUsed(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT)) {
            wrongUsage(0, "its key usage allows neither signatures nor key exchange");
        } else if (!path.leaf().hasRsaKey() && !path.leaf().mayBeUsed(DIGITAL_SIGNATURE)) {
            wrongUsage(0, "its key usage allows no signatures, and its key can do nothing else in TLS");
        }
    }

    /** The validator finds them too, but not those of its anchor and not those behind another fault. */
    private void checkCriticalExtensions() {
        for (int index = 0; index < path.size(); index++) {
            if (path.get(index).hasUnknownCriticalExtension()) {
                wrongUsage(index, PkixAuthority.UNKNOWN_CRITICAL_EXTENSION);
            }
        }
    }

    /** The validator looks at the name constraints of all but the anchor. Self-issued authorities are free of them. */
    private void checkNamesAgainstTheAnchor() {
        for (int index = 0; path.trusted() && index < path.size() - 1; index++) {
            boolean isBound = index == 0 || !path.get(index).isSelfIssued();
            if (isBound
                    && !AnchorConstraints.allow(
                            path.last().x509(), path.get(index).x509())) {
                wrongUsage(index, PkixAuthority.NAME_NOT_ALLOWED);
            }
        }
    }

    /** The encoding of an anchor does not matter to clients, because servers need not send it. */
    private void checkEncodings() {
        for (int index = 0; index < path.size(); index++) {
            if (!isAnchorAbove(index)) {
                int position = index;
                path.get(index).encodingFault().ifPresent(reason -> wrongUsage(position, reason));
            }
        }
    }

    /** The rules for leaves also apply to a leaf that is itself a trust anchor. */
    private boolean isAnchorAbove(int index) {
        return path.trusted() && index > 0 && index == path.size() - 1;
    }

    private void wrongUsage(int index, String reason) {
        problems.add(new ChainProblem.WrongUsage(facts.get(index), reason));
    }
}
