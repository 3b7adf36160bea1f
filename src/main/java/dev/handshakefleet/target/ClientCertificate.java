package dev.handshakefleet.target;

import java.util.Objects;
import java.util.Optional;

/**
 * The certificate and key that a target demands of its clients.
 *
 * @param from the place of the certificate and key: PKCS#12, or PEM with the private key beside the certificates
 * @param password the place of its password; empty if it has none
 */
public record ClientCertificate(SecretSource from, Optional<SecretSource> password) {

    public ClientCertificate {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(password, "password");
    }
}
