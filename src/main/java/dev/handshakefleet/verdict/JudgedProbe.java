package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.ChainInspection;
import dev.handshakefleet.certificate.Revocation;
import dev.handshakefleet.probe.ProbeResult;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A probe with the opinion on it.
 *
 * @param result what happened
 * @param chain what the presented chain is
 * @param revocations what is known of the revocation of certificates of the path, by their SHA-256 fingerprint
 * @param verdict the findings
 * @param judgedAt the wall-clock instant that expiry was held against
 */
public record JudgedProbe(
        ProbeResult result,
        ChainInspection chain,
        Map<String, Revocation> revocations,
        Verdict verdict,
        Instant judgedAt) {

    public JudgedProbe {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(chain, "chain");
        revocations = Map.copyOf(revocations);
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(judgedAt, "judgedAt");
    }
}
