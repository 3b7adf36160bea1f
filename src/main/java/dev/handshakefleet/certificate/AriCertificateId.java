package dev.handshakefleet.certificate;

import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/**
 * The identifier of a certificate in ACME Renewal Information (RFC 9773, 4.1): the key identifier of its issuer and its
 * serial number, each in base64url without padding, joined by a dot.
 */
public final class AriCertificateId {

    private AriCertificateId() {}

    /** @return the identifier; empty where the certificate does not name its issuer's key */
    public static Optional<String> of(X509Certificate certificate) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return ParsedCertificate.authorityKeyIdentifier(certificate)
                .map(identifier -> encoder.encodeToString(identifier.bytes()) + "."
                        + encoder.encodeToString(certificate.getSerialNumber().toByteArray()));
    }
}
