package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.ChainInspection;
import dev.handshakefleet.certificate.ChainInspector;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.probe.ProbeResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
     * @param result what happened
     * @param now the wall-clock instant that certificates are held against
     * @return the result with its inspected chain and its verdict
     */
    public JudgedProbe judge(ProbeResult result, Instant now) {
        ChainInspection chain =
                inspector.inspect(result.presentedChain(), result.target().expectedName(), now);
        List<Finding> findings = new ArrayList<>();
        result.failure().map(FailureFindings::of).ifPresent(findings::add);
        findings.addAll(SlaFindings.of(result.phases(), result.target().sla()));
        findings.addAll(ChainFindings.of(chain.problems()));
        findings.addAll(DateFindings.of(
                chain.path(), ExpiryThresholds.of(result.target().expiry()), now));
        return new JudgedProbe(result, chain, new Verdict(findings), now);
    }
}
