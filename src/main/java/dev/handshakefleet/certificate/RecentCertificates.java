package dev.handshakefleet.certificate;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the certificates that were used last, so that it is not computed for each probe of a target. Holds at
 * most 300 certificates of at most 4 KB each; larger ones are not kept. Thread-safe.
 *
 * @param <V> what is known of a certificate
 */
final class RecentCertificates<V> {

    private static final int MOST_KEPT = 300;

    private static final int LARGEST_KEPT = 4 * 1024;

    private final Map<X509Certificate, V> known = LastUsed.map(MOST_KEPT);

    /** @return what is known of a certificate with the same encoding */
    Optional<V> of(X509Certificate certificate) {
        return Optional.ofNullable(known.get(certificate));
    }

    void keep(X509Certificate certificate, V knowledge) throws CertificateEncodingException {
        if (certificate.getEncoded().length <= LARGEST_KEPT) {
            known.put(certificate, knowledge);
        }
    }
}
