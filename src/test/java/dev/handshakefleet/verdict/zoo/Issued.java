package dev.handshakefleet.verdict.zoo;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;

/** A certificate, well-formed or not, that can issue others. Immutable as long as no caller changes its bytes. */
final class Issued {

    private final byte[] der;
    private final SpecimenKey key;
    private final X500Name subject;

    /**
     * @param der its bytes
     * @param key its key
     * @param subject its name
     */
    Issued(byte[] der, SpecimenKey key, X500Name subject) {
        this.der = der;
        this.key = key;
        this.subject = subject;
    }

    byte[] der() {
        return der;
    }

    SpecimenKey key() {
        return key;
    }

    X500Name subject() {
        return subject;
    }

    /** @return the same with other bytes */
    Issued altered(UnaryOperator<byte[]> change) {
        return new Issued(change.apply(der), key, subject);
    }

    /** @return as the JDK reads it; for those that are well-formed enough to be trusted */
    X509Certificate x509() {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
