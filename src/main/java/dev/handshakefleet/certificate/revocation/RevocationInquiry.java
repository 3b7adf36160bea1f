package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.CertificatePointers;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.certificate.Downloads;
import dev.handshakefleet.target.RevocationPolicy;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the OCSP responders of a certificate, then its revocation lists, whether it was revoked. Each is asked in turn
 * until one gives a reliable answer.
 *
 * <p>At most four responders and four lists are asked; how long one takes is bounded by the {@link Downloads}. Safe for
 * use by many threads.
 */
public final class RevocationInquiry {

    private static final int LONGEST_WHY = 600;
    private static final int LONGEST_HOST = 100;

    private final Downloads downloads;
    private final SecureRandom nonces;

    /**
     * @param downloads fetches the answers
     * @param nonces makes nonces
     */
    public RevocationInquiry(Downloads downloads, SecureRandom nonces) {
        this.downloads = Objects.requireNonNull(downloads, "downloads");
        this.nonces = Objects.requireNonNull(nonces, "nonces");
    }

    /**
     * @param certificate to find the status of; inside of its validity
     * @param issuer of the certificate
     * @param policy the sources to ask
     * @param now the instant at which the answer has to be valid
     * @return the first answer that can be relied upon; where there is none, unknown, with the result of
     *     each attempt; empty where the policy names no source, or where the certificate names none and the policy does not
     *     demand one
     */
    public Optional<Revocation> ask(
            X509Certificate certificate, X509Certificate issuer, RevocationPolicy policy, Instant now) {
        CertificatePointers pointers = CertificatePointers.of(certificate);
        List<Supplier<Revocation>> sources = new ArrayList<>();
        if (policy.ocsp()) {
            pointers.ocspResponders()
                    .forEach(responder ->
                            sources.add(() -> askResponder(responder, certificate, issuer, policy.nonce(), now)));
        }
        if (policy.crl()) {
            pointers.crlDistributionPoints()
                    .forEach(point -> sources.add(() -> readList(point, certificate, issuer, now)));
        }
        return sources.isEmpty() ? noSource(policy) : Optional.of(firstAnswer(sources));
    }

    private static Revocation firstAnswer(List<Supplier<Revocation>> sources) {
        List<Revocation.Unknown> failed = new ArrayList<>();
        for (Supplier<Revocation> source : sources) {
            Revocation revocation = source.get();
            if (!(revocation instanceof Revocation.Unknown unknown)) {
                return revocation;
            }
            failed.add(unknown);
        }
        return together(failed);
    }

    private Revocation askResponder(
            URI responder, X509Certificate certificate, X509Certificate issuer, boolean withNonce, Instant now) {
        Optional<byte[]> nonce = withNonce ? Optional.of(freshNonce()) : Optional.empty();
        byte[] answer;
        try {
            answer = downloads.post(
                    responder,
                    OcspRequest.MEDIA_TYPE,
                    OcspRequest.about(certificate, issuer, nonce),
                    RevocationAnswers.LARGEST_OCSP_RESPONSE);
        } catch (DownloadFailedException nothing) {
            return new Revocation.Unknown(Revocation.Source.OCSP, nothing.getMessage());
        }
        return naming(
                "the OCSP answer",
                responder,
                RevocationAnswers.ofOcsp(Revocation.Source.OCSP, answer, certificate, issuer, nonce, now));
    }

    private Revocation readList(URI point, X509Certificate certificate, X509Certificate issuer, Instant now) {
        byte[] list;
        try {
            list = downloads.get(point, RevocationAnswers.LARGEST_LIST);
        } catch (DownloadFailedException nothing) {
            return new Revocation.Unknown(Revocation.Source.CRL, nothing.getMessage());
        }
        return naming("the revocation list", point, RevocationAnswers.ofCrl(list, certificate, issuer, now));
    }

    private byte[] freshNonce() {
        byte[] nonce = new byte[OcspRequest.NONCE_BYTES];
        nonces.nextBytes(nonce);
        return nonce;
    }

    private static Revocation naming(String what, URI address, Revocation revocation) {
        if (revocation instanceof Revocation.Unknown(Revocation.Source source, String why)) {
            String host = SafeText.line(address.getHost(), LONGEST_HOST);
            return new Revocation.Unknown(source, what + " of " + host + " cannot be used: " + why);
        }
        return revocation;
    }

    private static Optional<Revocation> noSource(RevocationPolicy policy) {
        if (!policy.required()) {
            return Optional.empty();
        }
        if (policy.ocsp()) {
            String also = policy.crl() ? " and no revocation list" : "";
            return Optional.of(
                    new Revocation.Unknown(Revocation.Source.OCSP, "the certificate names no OCSP responder" + also));
        }
        return Optional.of(new Revocation.Unknown(Revocation.Source.CRL, "the certificate names no revocation list"));
    }

    private static Revocation together(List<Revocation.Unknown> failed) {
        String why = failed.stream().map(Revocation.Unknown::why).distinct().collect(Collectors.joining("; "));
        return new Revocation.Unknown(failed.getLast().source(), SafeText.line(why, LONGEST_WHY));
    }
}
