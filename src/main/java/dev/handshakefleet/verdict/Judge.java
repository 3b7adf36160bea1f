package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificatePointers;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.certificate.chain.ChainInspector;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.certificate.revocation.RevocationAnswers;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a probe against what is expected of its target. Reports every finding that holds; certificates are judged
 * whenever some were presented, whether the handshake succeeded or not. Pure; safe for use by many threads.
 */
public final class Judge {

    private final ChainInspector inspector;

    /** @param trust where a certificate path may end */
    public Judge(TrustStore trust) {
        inspector = new ChainInspector(trust);
    }

    /**
     * As {@link #judge(ProbeResult, Evidence, Instant)}, with nothing found out beside the handshake.
     *
     * @param result what happened
     * @param now the wall-clock instant that certificates are held against
     */
    public JudgedProbe judge(ProbeResult result, Instant now) {
        return judge(result, Evidence.NONE, now);
    }

    /**
     * @param result what happened
     * @param evidence what was found out beside the handshake
     * @param now the wall-clock instant that certificates are held against; no clock of the server counts
     * @return the result with its inspected chain and its verdict
     */
    public JudgedProbe judge(ProbeResult result, Evidence evidence, Instant now) {
        ChainInspection chain = inspector.inspect(
                result.presentedChain(), evidence.issuers(), result.target().expectedName(), now);
        Optional<Revocation> stapled = stapled(result, chain, now);
        List<Finding> findings = new ArrayList<>();
        result.failure().map(FailureFindings::of).ifPresent(findings::add);
        result.tls().map(NegotiationFindings::of).ifPresent(findings::addAll);
        findings.addAll(SlaFindings.of(result.phases(), result.target().sla()));
        findings.addAll(ChainFindings.of(chain.problems()));
        findings.addAll(DateFindings.of(
                chain.path(), ExpiryThresholds.of(result.target().expiry()), now));
        evidence.renewal()
                .flatMap(window -> RenewalFindings.of(chain, window, now))
                .ifPresent(findings::add);
        result.tls().flatMap(tls -> TransparencyFindings.of(chain, tls.scts())).ifPresent(findings::add);
        findings.addAll(RevocationFindings.of(chain.path(), stapled, evidence.revocations()));
        if (lacksItsStaple(result, chain)) {
            findings.add(RevocationFindings.stapleMissing());
        }
        return new JudgedProbe(result, chain, revocations(chain, stapled, evidence), new Verdict(findings), now);
    }

    /** Of a certificate outside of its validity authorities say nothing that counts, and dates have their own findings. */
    private static Optional<Revocation> stapled(ProbeResult result, ChainInspection chain, Instant now) {
        boolean canBeJudged =
                chain.encoded().size() > 1 && chain.path().getFirst().isValidAt(now);
        return result.tls()
                .flatMap(TlsFacts::ocspStaple)
                .filter(staple -> canBeJudged)
                .map(staple -> RevocationAnswers.ofOcsp(
                        Revocation.Source.STAPLE,
                        staple,
                        chain.encoded().get(0),
                        chain.encoded().get(1),
                        Optional.empty(),
                        now))
                .filter(said -> !RevocationAnswers.isBeyondTheValidator(said));
    }

    /** Whether a staple is missing is known only at the end of a handshake that was not resumed. */
    private static boolean lacksItsStaple(ProbeResult result, ChainInspection chain) {
        boolean isWhole = result.phases().containsKey(Phase.TLS)
                && result.tls().filter(tls -> !tls.resumed()).isPresent();
        return isWhole
                && result.tls().flatMap(TlsFacts::ocspStaple).isEmpty()
                && !chain.encoded().isEmpty()
                && CertificatePointers.of(chain.encoded().getFirst()).owesStaple();
    }

    /** What is known of each certificate of the path; of the leaf a staple that can be relied upon comes first. */
    private static Map<String, Revocation> revocations(
            ChainInspection chain, Optional<Revocation> stapled, Evidence evidence) {
        Map<String, Revocation> known = new HashMap<>(evidence.revocations());
        stapled.ifPresent(said -> {
            String leaf = chain.path().getFirst().sha256();
            if (!(said instanceof Revocation.Unknown) || !known.containsKey(leaf)) {
                known.put(leaf, said);
            }
        });
        return known;
    }
}
