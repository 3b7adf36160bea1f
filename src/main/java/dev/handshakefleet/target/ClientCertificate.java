package dev.handshakefleet.target;

import java.util.Objects;
import java.util.Optional;

/**
 * The certificate and key that a target wants its clients to present.
 *
 * @param from where it is kept: PKCS#12, or PEM with the private key beside the certificates
 * @param password where the password of it is kept; empty where it has none
 */
public record ClientCertificate(SecretSource from, Optional<SecretSource> password) {

    public ClientCertificate {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(password, "password");
    }
}
