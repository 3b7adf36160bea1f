package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares probes with the expectations of their target. It makes every {@link Verdict}: each finding about a probe is
 * added here and nowhere else. It reports every finding that holds. It judges the certificates of a failed handshake as well,
 * if the server presented any. Pure. Thread-safe.
 */
public final class Judge {

    private final ChainInspector inspector;

    /** @param trust where a certificate path may end */
    public Judge(TrustStore trust) {
        inspector = new ChainInspector(trust);
    }

    /** Reads the trust anchors now. Otherwise the first inspected chain waits for it. */
    public void loadTrustAnchors() {
        inspector.loadTrustAnchors();
    }

    /**
     * A probe with its inspected chain, before it is judged.
     *
     * @param result the probe
     * @param evidence the facts that were fetched after the handshake
     * @param chain the chain, completed with the issuers of {@code evidence}
     * @param at the wall-clock instant of the inspection
     */
    public record Inspected(ProbeResult result, Evidence evidence, ChainInspection chain, Instant at) {

        public Inspected {
            Objects.requireNonNull(result, "result");
            Objects.requireNonNull(evidence, "evidence");
            Objects.requireNonNull(chain, "chain");
            Objects.requireNonNull(at, "at");
        }

        /** @return the server's own certificate; empty if none came or it cannot be read */
        Optional<CertificateFacts> leaf() {
            return chain.path().stream().findFirst();
        }
    }

    /**
     * Inspects the chain of a probe.
     *
     * @param now the wall-clock instant for the dates of certificates; no clock of the server counts
     */
    public Inspected inspect(ProbeResult result, Instant now) {
        return new Inspected(result, Evidence.NONE, inspected(result, List.of(), now), now);
    }

    /** @return the probe with the evidence in place of its own; the chain is inspected again if issuers were fetched */
    public Inspected with(Inspected probe, Evidence evidence) {
        ChainInspection chain =
                evidence.issuers().isEmpty() && probe.evidence().issuers().isEmpty()
                        ? probe.chain()
                        : inspected(probe.result(), evidence.issuers(), probe.at());
        return new Inspected(probe.result(), evidence, chain, probe.at());
    }

    /** Judges the only probe of a target, without evidence. See {@link #judge(List)}. */
    public JudgedProbe judge(ProbeResult result, Instant now) {
        return judge(result, Evidence.NONE, now);
    }

    /** Judges the only probe of a target. See {@link #judge(List)}. */
    public JudgedProbe judge(ProbeResult result, Evidence evidence, Instant now) {
        return judge(List.of(with(inspect(result, now), evidence))).getFirst();
    }

    /**
     * Judges the probes of one target: each by itself, then the addresses beside each other.
     *
     * @param ofOneTarget the probes of all addresses of a target
     * @return the judged probes in the same order
     */
    public List<JudgedProbe> judge(List<Inspected> ofOneTarget) {
        return ofOneTarget.stream().map(probe -> judge(probe, ofOneTarget)).toList();
    }

    /**
     * Adds the findings about a leaf that was compared with earlier ones, which are read after all probes of a run.
     *
     * @return the probe with all its findings; the same probe if the comparison has none
     */
    public static JudgedProbe withHistory(JudgedProbe judged, LeafComparison comparison) {
        return ChangeFindings.of(comparison)
                .map(change -> new JudgedProbe(
                        judged.result(),
                        judged.chain(),
                        judged.revocations(),
                        new Verdict(Stream.concat(judged.verdict().findings().stream(), Stream.of(change))
                                .toList()),
                        judged.judgedAt()))
                .orElse(judged);
    }

    private static JudgedProbe judge(Inspected probe, List<Inspected> ofOneTarget) {
        ProbeResult result = probe.result();
        ChainInspection chain = probe.chain();
        Evidence evidence = probe.evidence();
        Instant now = probe.at();
        Optional<Revocation> stapled = stapled(result, chain, now);
        List<Finding> findings = new ArrayList<>();
        Optional<Finding> unreachable = AddressFindings.unreachable(probe, ofOneTarget);
        unreachable.or(() -> result.failure().map(FailureFindings::of)).ifPresent(findings::add);
        AddressFindings.incompleteLookup(result).ifPresent(findings::add);
        result.tls().map(NegotiationFindings::of).ifPresent(findings::addAll);
        findings.addAll(SlaFindings.of(result.phases(), result.target().sla()));
        findings.addAll(ChainFindings.of(chain.problems()));
        findings.addAll(DateFindings.of(
                chain.path(), ExpiryThresholds.of(result.target().expiry()), now));
        evidence.renewal().flatMap(window -> AriFindings.of(chain, window, now)).ifPresent(findings::add);
        result.tls().flatMap(tls -> TransparencyFindings.of(chain, tls.scts())).ifPresent(findings::add);
        findings.addAll(RevocationFindings.of(chain.path(), stapled, evidence.revocations()));
        if (lacksRequiredStaple(result, chain)) {
            findings.add(RevocationFindings.stapleMissing());
        }
        AddressFindings.of(probe, ofOneTarget).ifPresent(findings::add);
        return new JudgedProbe(result, chain, revocations(chain, stapled, evidence), new Verdict(findings), now);
    }

    private ChainInspection inspected(ProbeResult result, List<byte[]> issuers, Instant now) {
        return inspector.inspect(
                result.presentedChain(), issuers, result.target().expectedName(), now);
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
                .filter(status -> !RevocationAnswers.usesUnsupportedHash(status));
    }

    /** Whether a staple is missing is known only at the end of a handshake that was not resumed. */
    private static boolean lacksRequiredStaple(ProbeResult result, ChainInspection chain) {
        boolean isWhole = result.phases().containsKey(Phase.TLS)
                && result.tls().filter(tls -> !tls.resumed()).isPresent();
        return isWhole
                && result.tls().flatMap(TlsFacts::ocspStaple).isEmpty()
                && !chain.encoded().isEmpty()
                && CertificatePointers.of(chain.encoded().getFirst()).requiresStaple();
    }

    /** The status of each certificate of the path. For the leaf, a staple that can be relied upon replaces another status. */
    private static Map<String, Revocation> revocations(
            ChainInspection chain, Optional<Revocation> stapled, Evidence evidence) {
        Map<String, Revocation> revocations = new HashMap<>(evidence.revocations());
        stapled.ifPresent(status -> {
            String leaf = chain.path().getFirst().sha256();
            if (!(status instanceof Revocation.Unknown) || !revocations.containsKey(leaf)) {
                revocations.put(leaf, status);
            }
        });
        return revocations;
    }
}
