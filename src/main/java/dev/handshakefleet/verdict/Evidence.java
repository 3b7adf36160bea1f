package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.revocation.Revocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found out about a chain beside the handshake, off its clock.
 *
 * @param issuers certificates that the server should have sent and that were fetched, DER
 * @param revocations what authorities answered, by the SHA-256 fingerprint of the certificate
 * @param renewal when the leaf's authority wants it to be renewed; empty where it was not asked or gave no answer
 */
public record Evidence(List<byte[]> issuers, Map<String, Revocation> revocations, Optional<RenewalWindow> renewal) {

    /** Nothing was looked for. */
    public static final Evidence NONE = new Evidence(List.of(), Map.of(), Optional.empty());

    public Evidence {
        issuers = List.copyOf(issuers);
        revocations = Map.copyOf(revocations);
        Objects.requireNonNull(renewal, "renewal");
    }

    /** @return whether nothing was found out */
    public boolean isNothing() {
        return issuers.isEmpty() && revocations.isEmpty() && renewal.isEmpty();
    }
}
