package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.ChainInspection;
import dev.handshakefleet.probe.ProbeResult;
import java.time.Instant;
import java.util.Objects;

/**
 * A probe with the opinion on it.
 *
 * @param result what happened
 * @param chain what the presented chain is
 * @param verdict the findings
 * @param judgedAt the wall-clock instant that expiry was held against
 */
public record JudgedProbe(ProbeResult result, ChainInspection chain, Verdict verdict, Instant judgedAt) {

    public JudgedProbe {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(judgedAt, "judgedAt");
    }
}
