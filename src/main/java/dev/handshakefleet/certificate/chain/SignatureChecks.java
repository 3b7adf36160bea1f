package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateKey;
import dev.handshakefleet.certificate.ReadCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;

/**
 * Who signed whom, found out by computing, each pair at most once and no more than 60 pairs in all: a hostile chain of
 * twenty certificates with one name would otherwise ask for four hundred. Lives for one inspection; not thread-safe.
 */
final class SignatureChecks {

    /** What a signature proved to be. */
    enum Outcome {
        GOOD,
        BAD,
        /** The algorithm is not known, or the bound on checks was reached: the validator has the last word. */
        NOT_CHECKED
    }

    private record Pair(ReadCertificate certificate, ReadCertificate issuer) {}

    private static final int MOST_CHECKS = 60;

    private final Map<Pair, Outcome> known = new HashMap<>();

    Outcome of(ReadCertificate certificate, ReadCertificate issuer) {
        Pair pair = new Pair(certificate, issuer);
        Outcome outcome = known.get(pair);
        if (outcome == null) {
            outcome = known.size() < MOST_CHECKS ? check(certificate, issuer) : Outcome.NOT_CHECKED;
            known.put(pair, outcome);
        }
        return outcome;
    }

    boolean isSelfSigned(ReadCertificate certificate) {
        return certificate.isSelfIssued() && of(certificate, certificate) == Outcome.GOOD;
    }

    /**
     * @return whether a key on a curve that the JDK does not compute with signed the certificate: its validator calls every
     *     such signature a bad one. Not counted among the pairs: asked as often as the validator is
     */
    static boolean holdsOnForeignCurve(ReadCertificate certificate, ReadCertificate issuer) {
        return CertificateKey.isOnForeignCurve(issuer.key())
                && checkOnForeignCurve(certificate, issuer) == Outcome.GOOD;
    }

    /** The JDK reads keys on other curves than three of NIST's (brainpool ones are in use), but does not compute there. */
    private static Outcome checkOnForeignCurve(ReadCertificate certificate, ReadCertificate issuer) {
        if (!certificate.x509().getSigAlgName().contains("ECDSA")) {
            return Outcome.BAD;
        }
        try {
            X509CertificateHolder holder =
                    new X509CertificateHolder(certificate.x509().getEncoded());
            ContentVerifierProvider verifiers = new BcECContentVerifierProviderBuilder(
                            new DefaultDigestAlgorithmIdentifierFinder())
                    .build(PublicKeyFactory.createKey(issuer.key().getEncoded()));
            return holder.isSignatureValid(verifiers) ? Outcome.GOOD : Outcome.BAD;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | CertException unknownAlgorithm) {
            return Outcome.NOT_CHECKED;
        } catch (RuntimeException malformed) {
            return Outcome.BAD;
        }
    }

    private static Outcome check(ReadCertificate certificate, ReadCertificate issuer) {
        if (CertificateKey.isOnForeignCurve(issuer.key())) {
            return checkOnForeignCurve(certificate, issuer);
        }
        try {
            certificate.x509().verify(issuer.key());
            return Outcome.GOOD;
        } catch (InvalidKeyException | SignatureException notByThatKey) {
            return Outcome.BAD;
        } catch (GeneralSecurityException unknownAlgorithm) {
            return Outcome.NOT_CHECKED;
        } catch (RuntimeException malformed) {
            return Outcome.BAD;
        }
    }
}
