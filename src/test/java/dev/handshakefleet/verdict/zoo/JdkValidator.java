package dev.handshakefleet.verdict.zoo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's verdict on an exhibit: its default trust manager (PKIX), in a handshake that identifies its endpoint as an HTTPS
 * connection does.
 */
final class JdkValidator {

    /** Short names for reasons without a code, by the beginning of the JDK's message. */
    private static final Map<String, String> WORDS = Map.of(
            "No ", "name",
            "Contains non-LDH", "name",
            "Invalid IPAddressName", "alternative name",
            "Invalid encoding for GeneralNames", "alternative name",
            "Extended key usage", "extended key usage",
            "KeyUsage", "key usage",
            "TrustAnchor with subject", "not ca cert");

    private JdkValidator() {}

    /** @return {@link Exhibit#OK} or the reason of the refusal, by the JDK's own name where it has one */
    static String verdict(Exhibit exhibit) {
        X509Certificate[] chain;
        try {
            chain = read(exhibit.sent());
        } catch (CertificateException unreadable) {
            return OpensslVerify.UNREADABLE;
        }
        try {
            trustManager(exhibit).checkServerTrusted(chain, "UNKNOWN", new CheckedHandshake(exhibit.expectedName()));
            return Exhibit.OK;
        } catch (CertificateException refused) {
            return reason(refused);
        } catch (GeneralSecurityException | IOException impossibleInMemory) {
            throw new IllegalStateException(impossibleInMemory);
        }
    }

    private static X509Certificate[] read(List<Issued> sent) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (Issued certificate : sent) {
            // As JSSE does it (RFC 8446, 4.4.2): each certificate from its own bytes.
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.der())));
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private static X509ExtendedTrustManager trustManager(Exhibit exhibit) throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (Issued anchor : exhibit.anchors()) {
            anchors.setCertificateEntry("anchor " + anchors.size(), anchor.x509());
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(exhibit.at()));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static String reason(CertificateException refused) {
        Throwable deepest = refused;
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException fault && fault.getReason() != BasicReason.UNSPECIFIED) {
                return fault.getReason().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
            }
            deepest = cause;
        }
        String message = String.valueOf(deepest.getMessage());
        return deepest instanceof CertPathBuilderException
                ? "no path"
                : WORDS.entrySet().stream()
                        .filter(words -> message.startsWith(words.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(message);
    }
}
