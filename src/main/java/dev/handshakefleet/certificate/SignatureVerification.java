package dev.handshakefleet.certificate;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertPath;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Verifies the signatures of certificates: ECDSA on P-256, P-384 and P-521 by {@link EcdsaProvider}, every other by the
 * JDK. The one place for it, so that the search for paths and the JDK's path validator cannot come to different results.
 *
 * <p>{@code PKIXParameters.setSigProvider} takes the name of an installed provider, and this one is not installed. So the
 * validator is given certificates that verify themselves here ({@link #path}).
 *
 * <p>A certificate that was found to be signed by a key is not verified by the same key again as long as it is remembered:
 * here by {@link RecentCertificates}, in the JDK by the certificate itself. Thread-safe.
 */
public final class SignatureVerification {

    /** The key by which a certificate was last found to be signed. */
    private static final RecentCertificates<PublicKey> VERIFIED = new RecentCertificates<>();

    private SignatureVerification() {}

    /**
     * As {@link X509Certificate#verify(PublicKey)}.
     *
     * @throws SignatureException when the key did not sign the certificate
     * @throws InvalidKeyException when the key does not fit the algorithm
     * @throws NoSuchAlgorithmException when the algorithm is unknown
     * @throws CertificateException when the parameters of the algorithm are unreadable
     */
    public static void verify(X509Certificate certificate, PublicKey key)
            throws CertificateException, NoSuchAlgorithmException, InvalidKeyException, NoSuchProviderException,
                    SignatureException {
        EcdsaProvider ecdsa = EcdsaProvider.instance();
        if (!(key instanceof ECPublicKey ec && ecdsa.verifies(certificate.getSigAlgName(), ec))) {
            certificate.verify(key);
        } else if (!VERIFIED.of(certificate).equals(Optional.of(key))) {
            certificate.verify(key, ecdsa);
            VERIFIED.keep(certificate, key);
        }
    }

    /**
     * @param certificates leaf first
     * @return the path for the JDK's validator, whose certificates are verified as {@link #verify} does it
     */
    public static CertPath path(List<X509Certificate> certificates) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertPath(certificates.stream()
                        .map(SignatureVerification::selfVerifying)
                        .toList());
    }

    private static X509Certificate selfVerifying(X509Certificate certificate) {
        return EcdsaProvider.instance().knows(certificate.getSigAlgName())
                ? new PathCertificate(certificate)
                : certificate;
    }
}
