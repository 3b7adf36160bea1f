package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.probe.result.ProbeResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** The same result with more found: what only shows beside other results or earlier ones. */
    public JudgedProbe with(List<Finding> more) {
        if (more.isEmpty()) {
            return this;
        }
        return new JudgedProbe(
                result,
                chain,
                revocations,
                new Verdict(Stream.concat(verdict.findings().stream(), more.stream())
                        .toList()),
                judgedAt);
    }
}
