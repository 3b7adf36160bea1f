package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.SignatureVerification;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the faults that the JDK's PKIX validator (RFC 5280, 6.1; revocation off) refuses in a path. The validator stops
 * at the first fault, from the anchor downwards, so the rest of the path is then validated below that fault, down to
 * the leaf.
 *
 * <p>The verdict judges dates, so the validator is given the instant nearest to now at which all certificates of the
 * path are valid. If there is none, it validates each link alone. Faults across links (name constraints, policies) are
 * then not found, but such a path has critical findings anyway.
 */
final class PkixAuthority {

    static final String UNKNOWN_CRITICAL_EXTENSION = "it has an unknown critical extension";

    static final String NAME_NOT_ALLOWED = "its name violates the name constraints of a certificate above it";

    private static final String POLICIES_MULTIPLY = "the policies and policy mappings of its path have more than "
            + PolicyTree.MOST_LEAVES + " combinations and are not validated";

    private static final int LONGEST_MESSAGE = 160;

    /** {@link PathRules} reports faults of a CA's rights with a better reason. */
    private static final Set<Reason> CA_RIGHTS =
            Set.of(PKIXReason.NOT_CA_CERT, PKIXReason.PATH_TOO_LONG, PKIXReason.INVALID_KEY_USAGE);

    private static final Set<Reason> DATES = Set.of(BasicReason.EXPIRED, BasicReason.NOT_YET_VALID);

    private final CandidatePath path;
    private final List<CertificateFacts> facts;
    private final Instant now;

    PkixAuthority(CandidatePath path, List<CertificateFacts> facts, Instant now) {
        this.path = path;
        this.facts = facts;
        this.now = now;
    }

    /** @return one problem for each refusal that is not about dates */
    List<ChainProblem> refusals() {
        if (PolicyTree.isTooLarge(path.certificates())) {
            return List.of(new ChainProblem.WrongUsage(facts.getFirst(), POLICIES_MULTIPLY));
        }
        List<ChainProblem> problems = new ArrayList<>();
        int anchor = path.size() - 1;
        while (anchor > 0) {
            Optional<Instant> common = instantWhenAllAreValid(anchor);
            int bottom = common.isPresent() ? 0 : anchor - 1;
            Instant at = common.orElse(path.get(bottom).notBefore());
            Optional<CertPathValidatorException> refusal = refusal(bottom, anchor, at);
            int faulty = bottom
                    + Math.max(
                            0, refusal.map(CertPathValidatorException::getIndex).orElse(0));
            refusal.flatMap(fault -> problem(fault, faulty)).ifPresent(problems::add);
            anchor = faulty;
        }
        return problems;
    }

    private Optional<Instant> instantWhenAllAreValid(int anchor) {
        List<ParsedCertificate> validated = path.certificates().subList(0, anchor);
        Instant from = validated.stream()
                .map(ParsedCertificate::notBefore)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant until = validated.stream()
                .map(ParsedCertificate::notAfter)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        if (from.isAfter(until)) {
            return Optional.empty();
        }
        return Optional.of(now.isBefore(from) ? from : now.isAfter(until) ? until : now);
    }

    private Optional<CertPathValidatorException> refusal(int bottom, int anchor, Instant at) {
        try {
            List<X509Certificate> below = path.certificates().subList(bottom, anchor).stream()
                    .map(ParsedCertificate::x509)
                    .toList();
            CertPath certPath = SignatureVerification.path(below);
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(path.get(anchor).x509(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
            return Optional.empty();
        } catch (CertPathValidatorException refused) {
            return Optional.of(refused);
        } catch (GeneralSecurityException | RuntimeException stumbled) {
            return Optional.of(new CertPathValidatorException(stumbled.getMessage(), stumbled));
        }
    }

    private Optional<ChainProblem> problem(CertPathValidatorException fault, int index) {
        Reason reason = fault.getReason();
        CertificateFacts faulty = facts.get(index);
        if (DATES.contains(reason) || (reason == BasicReason.ALGORITHM_CONSTRAINED && isWeak())) {
            return Optional.empty();
        }
        if (reason == BasicReason.INVALID_SIGNATURE) {
            return SignatureChecks.isValidOnCurveOutsideTheJdk(path.get(index), path.get(index + 1))
                    ? Optional.empty()
                    : Optional.of(new ChainProblem.BadSignature(faulty, facts.get(index + 1)));
        }
        if (CA_RIGHTS.contains(reason)) {
            return Optional.of(new ChainProblem.NotACa(faulty, message(fault)));
        }
        return Optional.of(new ChainProblem.WrongUsage(faulty, reason(fault)));
    }

    /**
     * The validator sometimes blames the certificate with the weak key, sometimes the certificate that this key signed.
     */
    private boolean isWeak() {
        return !Strength.problems(path, facts).isEmpty();
    }

    private static String reason(CertPathValidatorException fault) {
        return switch (fault.getReason()) {
            case PKIXReason.UNRECOGNIZED_CRIT_EXT -> UNKNOWN_CRITICAL_EXTENSION;
            case PKIXReason.INVALID_NAME -> NAME_NOT_ALLOWED;
            case PKIXReason.INVALID_POLICY -> "its policies are not those that a certificate above it requires";
            case PKIXReason.NAME_CHAINING, PKIXReason.NO_TRUST_ANCHOR ->
                "its issuer name or authority key identifier does not match its issuer";
            case BasicReason.ALGORITHM_CONSTRAINED -> "its key or signature is not accepted: " + message(fault);
            default -> message(fault);
        };
    }

    private static String message(CertPathValidatorException fault) {
        return SafeText.line(
                Optional.ofNullable(fault.getMessage()).orElse("refused by the PKIX validator"), LONGEST_MESSAGE);
    }
}
