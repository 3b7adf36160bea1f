package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.certificate.KeyLimits;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;

/**
 * The content of an OCSP response (RFC 6960, 4.2) about one certificate, read but not judged. It must not be relied
 * upon before the validator has accepted it.
 */
final class OcspResponse {

    private static final int SUCCESSFUL = 0;

    /** RFC 6960, 4.2.1; 4 is not used. */
    private static final List<String> STATUS =
            List.of("successful", "malformedRequest", "internalError", "tryLater", "4", "sigRequired", "unauthorized");

    private final SingleResp single;

    private OcspResponse(SingleResp single) {
        this.single = single;
    }

    /**
     * @throws RefusedAnswerException when it does not hold exactly one status of the certificate
     * @throws IOException when it is no OCSP response
     * @throws OCSPException when it is no OCSP response
     * @throws RuntimeException when Bouncy Castle fails on the encoding
     */
    static OcspResponse read(byte[] response, X509Certificate certificate, X509Certificate issuer)
            throws RefusedAnswerException, IOException, OCSPException {
        BasicOCSPResp basic = basic(new OCSPResp(response));
        for (X509CertificateHolder signer : basic.getCerts()) {
            Optional<String> excess = KeyLimits.excess(signer.getSubjectPublicKeyInfo());
            if (excess.isPresent()) {
                throw new RefusedAnswerException("a certificate in it cannot be used: " + excess.get());
            }
        }
        List<SingleResp> all = Arrays.asList(basic.getResponses());
        CertID wanted = OcspRequest.name(certificate, issuer);
        List<SingleResp> about =
                all.stream().filter(answer -> isNamed(answer, wanted)).toList();
        if (about.isEmpty()) {
            throw new RefusedAnswerException(
                    all.stream().anyMatch(answer -> isNamedOtherwise(answer, certificate, issuer))
                            ? RevocationAnswers.UNSUPPORTED_HASH
                            : "it is about another certificate");
        }
        if (about.size() > 1) {
            throw new RefusedAnswerException("it has more than one answer for the certificate");
        }
        return new OcspResponse(about.getFirst());
    }

    Instant thisUpdate() {
        return single.getThisUpdate().toInstant();
    }

    Optional<Instant> nextUpdate() {
        return Optional.ofNullable(single.getNextUpdate()).map(Date::toInstant);
    }

    /** @return the status in a reliable answer; a revocation in the future counts as one */
    Revocation status(Revocation.Source source) {
        // Bouncy Castle returns null for "good".
        return switch (single.getCertStatus()) {
            case null -> new Revocation.Good(source, thisUpdate(), nextUpdate());
            case RevokedStatus revoked ->
                new Revocation.Revoked(
                        source,
                        revoked.getRevocationTime().toInstant(),
                        RevocationReason.label(revoked.hasRevocationReason() ? revoked.getRevocationReason() : 0),
                        nextUpdate());
            default -> new Revocation.Unknown(source, "the responder does not know the certificate");
        };
    }

    private static BasicOCSPResp basic(OCSPResp response) throws RefusedAnswerException, OCSPException {
        int status = response.getStatus();
        if (status != SUCCESSFUL) {
            throw new RefusedAnswerException("the responder answered "
                    + (status > 0 && status < STATUS.size() ? STATUS.get(status) : "with an unknown status"));
        }
        if (response.getResponseObject() instanceof BasicOCSPResp basic) {
            return basic;
        }
        throw new RefusedAnswerException("its type is unknown");
    }

    private static boolean isNamed(SingleResp answer, CertID wanted) {
        CertID name = answer.getCertID().toASN1Primitive();
        return name.getHashAlgorithm()
                        .getAlgorithm()
                        .equals(wanted.getHashAlgorithm().getAlgorithm())
                && name.getIssuerNameHash().equals(wanted.getIssuerNameHash())
                && name.getIssuerKeyHash().equals(wanted.getIssuerKeyHash())
                && name.getSerialNumber().equals(wanted.getSerialNumber());
    }

    private static boolean isNamedOtherwise(SingleResp answer, X509Certificate certificate, X509Certificate issuer) {
        return OcspRequest.name(
                        certificate,
                        issuer,
                        answer.getCertID().toASN1Primitive().getHashAlgorithm())
                .filter(name -> isNamed(answer, name))
                .isPresent();
    }
}
