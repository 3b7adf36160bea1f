package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.certificate.DerElement;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLReason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A certificate revocation list (RFC 5280, 5) and its faults with regard to one certificate. */
final class RevokedList {

    private static final String DELTA_INDICATOR = "2.5.29.27";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final int CRL_SIGN = 6;

    private final X509CRL list;

    private RevokedList(X509CRL list) {
        this.list = list;
    }

    /**
     * @throws RefusedAnswerException when it is not exactly one list in DER (RFC 5280, 4.2.1.13)
     * @throws GeneralSecurityException when the JDK cannot read it
     * @throws RuntimeException when the JDK fails on the encoding
     */
    static RevokedList read(byte[] der) throws RefusedAnswerException, GeneralSecurityException {
        // Anything else makes the JDK look for PEM.
        if (der.length == 0 || der[0] != DerElement.SEQUENCE) {
            throw new RefusedAnswerException("it is not DER");
        }
        // Not generateCRL, which caches the lists: up to 750 would stay in memory.
        Collection<? extends CRL> lists =
                CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(der));
        if (lists.size() == 1
                && List.copyOf(lists).getFirst() instanceof X509CRL list
                && Arrays.equals(list.getEncoded(), der)) {
            return new RevokedList(list);
        }
        throw new RefusedAnswerException("it is not exactly one list in DER");
    }

    /**
     * Checks the list against the rules (RFC 5280, 6.3.3), with the JDK's validator last. The validator gives no reason
     * and does not apply every rule; a comment at each rule says what it misses.
     *
     * @throws RefusedAnswerException when it is not reliable for that certificate
     */
    void check(X509Certificate certificate, X509Certificate issuer, Instant now)
            throws RefusedAnswerException, GeneralSecurityException {
        // The validator looks for another authority that may sign for this one; the Baseline Requirements have none.
        require(
                list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()),
                "it is not by the issuer of the certificate");
        // The validator trusts an anchor to sign lists, whatever its key usage says.
        require(mayBeSignedBy(issuer), "the key of the issuer may not sign revocation lists");
        require(isSignedBy(issuer), "its signature is not by the issuer");
        // The validator refuses a delta only where the extension is critical, as it has to be.
        require(list.getExtensionValue(DELTA_INDICATOR) == null, "it is a delta list");
        require(hasNoUnknownCriticalExtension(), "it has an unknown critical extension");
        Optional<Instant> nextUpdate = nextUpdate();
        if (nextUpdate.isEmpty()) {
            throw new RefusedAnswerException("it has no nextUpdate");
        }
        ClockSkew.requireCurrent(thisUpdate(), nextUpdate, now);
        Optional<CertPathValidatorException> refusal = new PkixRevocation(certificate, issuer, now).refusalOfList(list);
        if (refusal.isPresent()) {
            throw new RefusedAnswerException(RefusalReason.of(refusal.get()));
        }
    }

    /** @return the status in a checked list; a revocation in the future counts as one */
    Revocation status(X509Certificate certificate) {
        X509CRLEntry entry = list.getRevokedCertificate(certificate);
        if (entry == null) {
            return new Revocation.Good(Revocation.Source.CRL, thisUpdate(), nextUpdate());
        }
        CRLReason reason = Optional.ofNullable(entry.getRevocationReason()).orElse(CRLReason.UNSPECIFIED);
        return new Revocation.Revoked(
                Revocation.Source.CRL,
                entry.getRevocationDate().toInstant(),
                RevocationReason.label(reason),
                nextUpdate());
    }

    private Instant thisUpdate() {
        return list.getThisUpdate().toInstant();
    }

    private Optional<Instant> nextUpdate() {
        return Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant);
    }

    private static boolean mayBeSignedBy(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || (usage.length > CRL_SIGN && usage[CRL_SIGN]);
    }

    private boolean isSignedBy(X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByThatKey) {
            return false;
        }
    }

    private boolean hasNoUnknownCriticalExtension() {
        Set<String> critical = new HashSet<>(
                Optional.ofNullable(list.getCriticalExtensionOIDs()).orElse(Set.of()));
        critical.remove(ISSUING_DISTRIBUTION_POINT);
        return critical.isEmpty();
    }

    private static void require(boolean holds, String otherwise) throws RefusedAnswerException {
        if (!holds) {
            throw new RefusedAnswerException(otherwise);
        }
    }
}
