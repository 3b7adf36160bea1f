package dev.handshakefleet.certificate.revocation;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.cert.ocsp.OCSPException;

/**
 * Judges answers about a revocation: stapled, fetched by OCSP, or a list.
 *
 * <ul>
 *   <li>Whether an answer can be relied upon is decided by the PKIX validator of the JDK: its signature, the right of a
 *       delegated responder to sign (issued by the same authority, for that purpose, inside its validity), the
 *     certificate
 *       that it is about, its dates (15 minutes granted to the clocks; without nextUpdate for 15 minutes only), the
 *     nonce.
 *       An answer without a nonce is accepted where one was asked with (RFC 9654, 2.1), a different one is not.
 *   <li>Beyond the validator: a revocation that is yet to come counts as one; an answer that speaks twice of the
 *   certificate
 *       is refused; a list has to be by the issuer itself, whose key usage has to allow it, and to be complete. The
 *     reason for a refusal is found by a second look.
 *   <li>The revocation of a delegated responder's own certificate is not checked (RFC 6960, 4.2.2.2.1).
 *   <li>Never throws, whatever the bytes are, and never goes to the network.
 *   <li>The caller makes sure that the certificate is inside its validity. Authorities do not answer for others.
 * </ul>
 *
 * <p>Keeps nothing between two calls; safe for use by many threads, of which one at a time judges a list.
 */
public final class RevocationAnswers {

    /** The largest OCSP response that is looked at, in bytes. */
    public static final int LARGEST_OCSP_RESPONSE = 64 * 1024;

    /**
     * The largest list that is looked at, in bytes. On JDK 25 a usual list takes 13 times its size on the heap (6 MB:
     * 123,000 entries, 79 MB), a hostile one 25 times (151 MB).
     */
    public static final int LARGEST_LIST = 6 * 1024 * 1024;

    /** Only one list is judged at a time, so the memory above is needed once. */
    private static final ReentrantLock ONE_LIST = new ReentrantLock();

    static final String UNSUPPORTED_HASH = "it identifies the certificate by a hash other than SHA-1";

    private RevocationAnswers() {}

    /**
     * The validator supports identifiers by SHA-1 only (RFC 5019, 2.1.1). A staple with another hash cannot be judged
     * here, and that is no fault of the server.
     *
     * @return whether an answer is unknown for that reason alone
     */
    public static boolean usesUnsupportedHash(Revocation revocation) {
        return revocation instanceof Revocation.Unknown unknown && unknown.why().equals(UNSUPPORTED_HASH);
    }

    /**
     * @param source how the answer came
     * @param response an OCSP response in DER (RFC 6960, 4.2)
     * @param certificate the certificate in question
     * @param issuer its issuer
     * @param nonce what the question carried; empty for one without, and for a stapled answer
     * @param now when the answer has to hold
     * @return the status by the list; unknown where it cannot be relied upon, with the reason
     */
    public static Revocation ofOcsp(
            Revocation.Source source,
            byte[] response,
            X509Certificate certificate,
            X509Certificate issuer,
            Optional<byte[]> nonce,
            Instant now) {
        if (response.length > LARGEST_OCSP_RESPONSE) {
            return new Revocation.Unknown(source, "it is larger than 64 KB");
        }
        try {
            OcspResponse read = OcspResponse.read(response, certificate, issuer);
            Optional<CertPathValidatorException> refusal =
                    new PkixRevocation(certificate, issuer, now).refusalOfOcsp(response, nonce);
            if (refusal.isEmpty()) {
                return read.status(source);
            }
            if (RefusalReason.isAboutDates(refusal.get())) {
                ClockSkew.requireCurrent(read.thisUpdate(), read.nextUpdate(), now);
            }
            return new Revocation.Unknown(source, RefusalReason.of(refusal.get()));
        } catch (RefusedAnswerException refused) {
            return new Revocation.Unknown(source, refused.getMessage());
        } catch (IOException
                | OCSPException
                | GeneralSecurityException
                | RuntimeException
                | StackOverflowError unreadable) {
            return new Revocation.Unknown(source, "it cannot be read");
        }
    }

    /**
     * @param crl a certificate revocation list in DER (RFC 5280, 5)
     * @param certificate to find the status of
     * @param issuer of the certificate
     * @param now the instant at which the list has to be valid
     * @return the status by the list; unknown where it cannot be relied upon, with the reason
     */
    public static Revocation ofCrl(byte[] crl, X509Certificate certificate, X509Certificate issuer, Instant now) {
        if (crl.length > LARGEST_LIST) {
            return new Revocation.Unknown(Revocation.Source.CRL, "it is larger than 6 MB");
        }
        ONE_LIST.lock();
        try {
            RevokedList list = RevokedList.read(crl);
            list.check(certificate, issuer, now);
            return list.status(certificate);
        } catch (RefusedAnswerException refused) {
            return new Revocation.Unknown(Revocation.Source.CRL, refused.getMessage());
        } catch (GeneralSecurityException | RuntimeException | StackOverflowError unreadable) {
            return new Revocation.Unknown(Revocation.Source.CRL, "it cannot be read");
        } finally {
            ONE_LIST.unlock();
        }
    }
}
