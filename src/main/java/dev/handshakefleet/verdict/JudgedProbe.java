package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.probe.result.ProbeResult;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

    /** @return the server's own certificate; empty where none came or it cannot be read */
    public Optional<CertificateFacts> leaf() {
        return chain.path().stream().findFirst();
    }
}
