package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateKey;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.SignatureVerification;
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
 * Verifies the signatures between certificates, each pair at most once and at most 60 pairs in all; a pair
 * whose key is on a curve that the JDK does not support, or an RSA key of more than 4,096 bits, counts as four. A hostile chain of
 * twenty certificates with one name would otherwise need four hundred. Lives for one inspection; not thread-safe.
 */
final class SignatureChecks {

    /** The result of verifying a signature. */
    enum Outcome {
        GOOD,
        BAD,
        /** The algorithm is unknown or the bound on checks was reached. The validator then decides. */
        NOT_CHECKED
    }

    private record Pair(ParsedCertificate certificate, ParsedCertificate issuer) {}

    private static final int MOST_CHECKS = 60;

    /** HostileKeysBench measures 6 ms for RSA 8,192, 14 ms for brainpoolP512r1, 3 ms for P-521, 1 ms for RSA 4,096. */
    private static final int CHECKS_OF_A_SLOW_KEY = 4;

    private static final int LONGEST_FAST_MODULUS = 4_096;

    private final Map<Pair, Outcome> outcomes = new HashMap<>();
    private int spent;

    Outcome of(ParsedCertificate certificate, ParsedCertificate issuer) {
        Pair pair = new Pair(certificate, issuer);
        Outcome outcome = outcomes.get(pair);
        if (outcome == null) {
            outcome = spent < MOST_CHECKS ? check(certificate, issuer) : Outcome.NOT_CHECKED;
            outcomes.put(pair, outcome);
            spent += isSlow(issuer) ? CHECKS_OF_A_SLOW_KEY : 1;
        }
        return outcome;
    }

    boolean isSelfSigned(ParsedCertificate certificate) {
        return certificate.isSelfIssued() && of(certificate, certificate) == Outcome.GOOD;
    }

    /**
     * @return whether a key on a curve that the JDK does not support signed the certificate. The JDK's validator calls
     *     every such signature invalid. These checks do not count towards the 60 pairs
     */
    static boolean isValidOnCurveOutsideTheJdk(ParsedCertificate certificate, ParsedCertificate issuer) {
        return CertificateKey.isOnCurveUnknownToJdk(issuer.key())
                && checkOnForeignCurve(certificate, issuer) == Outcome.GOOD;
    }

    /**
     * The JDK reads keys on other curves than the three NIST ones (brainpool curves are in use), but cannot verify with
     * them.
     */
    private static Outcome checkOnForeignCurve(ParsedCertificate certificate, ParsedCertificate issuer) {
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

    private static boolean isSlow(ParsedCertificate issuer) {
        return issuer.keyFacts().modulusBits() > LONGEST_FAST_MODULUS
                || CertificateKey.isOnCurveUnknownToJdk(issuer.key());
    }

    private static Outcome check(ParsedCertificate certificate, ParsedCertificate issuer) {
        if (CertificateKey.isOnCurveUnknownToJdk(issuer.key())) {
            return checkOnForeignCurve(certificate, issuer);
        }
        try {
            SignatureVerification.verify(certificate.x509(), issuer.key());
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
