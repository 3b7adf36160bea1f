package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.revocation.Revocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Facts about a chain that were fetched after the handshake, outside its timing.
 *
 * @param issuers fetched certificates that the server should have sent, DER
 * @param revocations the answers of authorities, by the SHA-256 fingerprint of the certificate
 * @param renewal the renewal window of the leaf's authority; empty if it was not asked or gave no answer
 */
public record Evidence(List<byte[]> issuers, Map<String, Revocation> revocations, Optional<AriWindow> renewal) {

    /** Nothing was fetched. */
    public static final Evidence NONE = new Evidence(List.of(), Map.of(), Optional.empty());

    public Evidence {
        issuers = List.copyOf(issuers);
        revocations = Map.copyOf(revocations);
        Objects.requireNonNull(renewal, "renewal");
    }

    /** @return whether nothing was found */
    public boolean isNothing() {
        return issuers.isEmpty() && revocations.isEmpty() && renewal.isEmpty();
    }
}
