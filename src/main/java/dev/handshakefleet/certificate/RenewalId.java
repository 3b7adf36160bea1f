package dev.handshakefleet.certificate;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/**
 * By what an authority knows a certificate when it is asked for its renewal window (RFC 9773, 4.1): the key identifier of its
 * issuer and its serial number, each in base64url without padding, joined by a dot.
 */
public final class RenewalId {

    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final int KEY_IDENTIFIER_TAG = 0x80;

    private RenewalId() {}

    /** @return the identifier; empty where the certificate does not name its issuer's key */
    public static Optional<String> of(X509Certificate certificate) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return Optional.ofNullable(certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER))
                .flatMap(value -> DerElement.only(ByteBuffer.wrap(value), DerElement.OCTET_STRING))
                .flatMap(octets -> DerElement.only(octets.content(), DerElement.SEQUENCE))
                .flatMap(sequence -> DerElement.all(sequence.content()))
                .flatMap(fields -> fields.stream()
                        .filter(field -> field.tag() == KEY_IDENTIFIER_TAG)
                        .findFirst())
                .map(identifier -> encoder.encodeToString(identifier.bytes()) + "."
                        + encoder.encodeToString(certificate.getSerialNumber().toByteArray()));
    }
}
