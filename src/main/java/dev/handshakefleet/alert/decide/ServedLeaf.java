package dev.handshakefleet.alert.decide;

import dev.handshakefleet.certificate.CertificateFacts;
import java.time.Instant;
import java.util.Objects;

/**
 * The leaf certificate that an address served.
 *
 * @param sha256 fingerprint, lower-case hexadecimal
 * @param notAfter the instant at which it expires
 */
public record ServedLeaf(String sha256, Instant notAfter) {

    public ServedLeaf {
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(notAfter, "notAfter");
    }

    public static ServedLeaf of(CertificateFacts leaf) {
        return new ServedLeaf(leaf.sha256(), leaf.notAfter());
    }
}
