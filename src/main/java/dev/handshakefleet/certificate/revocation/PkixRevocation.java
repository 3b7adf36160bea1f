package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.certificate.SignatureVerification;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.Extension;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the JDK's PKIX validator whether an answer about a certificate can be relied upon.
 *
 * <p>INVARIANT: it never uses the network. The JDK could in two ways, and both are closed:
 *
 * <ul>
 *   <li>OCSP: an answer that is given to a {@link PKIXRevocationChecker} is taken in place of asking, and NO_FALLBACK
 *   keeps
 *       it from revocation lists.
 *   <li>Lists: a {@link PKIXRevocationChecker} fetches from the distribution points of the certificate as soon as the
 *   list
 *       given does not do, whatever its options are; only the checker that {@code setRevocationEnabled(true)} brings is
 *       ruled by {@code com.sun.security.enableCRLDP}, which is off. So that one is used.
 * </ul>
 *
 * If a system property opens one of them, nothing is asked at all.
 *
 * <p>ONLY_END_ENTITY is not set: it would wave a server certificate through that calls itself a CA, and the path has
 * but
 * one certificate.
 */
final class PkixRevocation {

    private static final List<String> SYSTEM_PROPERTIES_THAT_FETCH =
            List.of("com.sun.security.enableCRLDP", "com.sun.security.enableAIAcaIssuers");

    /** The last one fetches nothing but skips. */
    private static final List<String> SECURITY_PROPERTIES_THAT_FETCH =
            List.of("ocsp.enable", "com.sun.security.onlyCheckRevocationOfEECert");

    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final Instant now;

    PkixRevocation(X509Certificate certificate, X509Certificate issuer, Instant now) {
        this.certificate = certificate;
        this.issuer = issuer;
        this.now = now;
    }

    /**
     * @param nonce what the question carried
     * @return why the answer is not reliable; empty if it is, whether or not it says that the certificate is revoked
     */
    Optional<CertPathValidatorException> refusalOfOcsp(byte[] response, Optional<byte[]> nonce)
            throws GeneralSecurityException {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(Set.of(PKIXRevocationChecker.Option.NO_FALLBACK));
        checker.setOcspResponses(Map.of(certificate, response));
        checker.setOcspExtensions(
                nonce.<List<Extension>>map(bytes -> List.of(new Nonce(bytes))).orElse(List.of()));
        PKIXParameters parameters = parameters();
        parameters.setRevocationEnabled(false);
        parameters.addCertPathChecker(checker);
        return refusal(validator, parameters);
    }

    /** @return why the list is not reliable; empty if it is, whether or not it holds the certificate */
    Optional<CertPathValidatorException> refusalOfList(X509CRL list) throws GeneralSecurityException {
        PKIXParameters parameters = parameters();
        parameters.setRevocationEnabled(true);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(list))));
        return refusal(CertPathValidator.getInstance("PKIX"), parameters);
    }

    private Optional<CertPathValidatorException> refusal(CertPathValidator validator, PKIXParameters parameters)
            throws GeneralSecurityException {
        if (jdkFetchesByItself()) {
            return Optional.of(new CertPathValidatorException(
                    "a property of this JVM lets the JDK fetch by itself, past the egress rules"));
        }
        try {
            CertPath path = SignatureVerification.path(List.of(certificate));
            validator.validate(path, parameters);
            return Optional.empty();
        } catch (CertPathValidatorException refused) {
            return refused.getReason() == BasicReason.REVOKED ? Optional.empty() : Optional.of(refused);
        }
    }

    private PKIXParameters parameters() throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
        parameters.setDate(Date.from(now));
        return parameters;
    }

    private static boolean jdkFetchesByItself() {
        return SYSTEM_PROPERTIES_THAT_FETCH.stream().anyMatch(Boolean::getBoolean)
                || SECURITY_PROPERTIES_THAT_FETCH.stream()
                        .anyMatch(name -> "true".equalsIgnoreCase(Security.getProperty(name)));
    }

    /** The extension of the request; the JDK compares its content with that of the answer. */
    private static final class Nonce implements Extension {

        private final byte[] value;

        private Nonce(byte[] nonce) {
            value = OcspRequest.nonceValue(nonce);
        }

        @Override
        public String getId() {
            return "1.3.6.1.5.5.7.48.1.2";
        }

        @Override
        public boolean isCritical() {
            return false;
        }

        @Override
        public byte[] getValue() {
            return value.clone();
        }

        @Override
        public void encode(OutputStream out) throws IOException {
            throw new IOException("the request was sent already");
        }
    }
}
