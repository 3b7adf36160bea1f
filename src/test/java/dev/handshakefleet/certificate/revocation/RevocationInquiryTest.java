package dev.handshakefleet.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.certificate.Downloads;
import dev.handshakefleet.certificate.revocation.Revocation.Good;
import dev.handshakefleet.certificate.revocation.Revocation.Revoked;
import dev.handshakefleet.certificate.revocation.Revocation.Source;
import dev.handshakefleet.certificate.revocation.Revocation.Unknown;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.target.RevocationPolicy;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

/** The order in which sources are asked, and the status that results. */
class RevocationInquiryTest {

    private static final RevocationPolicy OCSP = new RevocationPolicy(true, false, false, false);
    private static final RevocationPolicy CRL = new RevocationPolicy(false, true, false, false);
    private static final RevocationPolicy BOTH = new RevocationPolicy(true, true, false, false);
    private static final URI RESPONDER = URI.create("http://ocsp.example/");
    private static final URI SECOND_RESPONDER = URI.create("http://ocsp2.example/");
    private static final URI LIST = URI.create("http://crl.example/1.crl");
    private static final URI SECOND_LIST = URI.create("http://crl2.example/1.crl");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final LocalIdentity issuer = LocalAuthority.root("Example CA").selfSigned();
    private final LocalIdentity server = issued(draft().ocspAt(RESPONDER).crlAt(LIST));
    private final Shelf shelf = new Shelf();
    private final RevocationInquiry inquiry = new RevocationInquiry(shelf, new SecureRandom());

    /** The documents that can be fetched, and those that were. */
    private static final class Shelf implements Downloads {

        private final Map<URI, Function<byte[], byte[]>> documents = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private final List<byte[]> questions = new ArrayList<>();

        void put(URI address, byte[] document) {
            documents.put(address, question -> document);
        }

        @Override
        public byte[] get(URI address, int mostBytes) throws DownloadFailedException {
            assertThat(mostBytes).isEqualTo(RevocationAnswers.LARGEST_LIST);
            asked.add("GET " + address);
            return fetched(address, new byte[0]);
        }

        @Override
        public byte[] post(URI address, String contentType, byte[] question, int mostBytes)
                throws DownloadFailedException {
            assertThat(mostBytes).isEqualTo(RevocationAnswers.LARGEST_OCSP_RESPONSE);
            assertThat(contentType).isEqualTo("application/ocsp-request");
            asked.add("POST " + address);
            questions.add(question);
            return fetched(address, question);
        }

        private byte[] fetched(URI address, byte[] question) throws DownloadFailedException {
            Function<byte[], byte[]> document = documents.get(address);
            if (document == null) {
                throw new DownloadFailedException(address.getHost() + " answered with status 503");
            }
            return document.apply(question);
        }
    }

    @Test
    void responderIsAskedBeforeTheList() {
        shelf.put(RESPONDER, ocsp().der());

        assertThat(ask(server, BOTH)).get().isInstanceOf(Good.class);
        assertThat(shelf.asked).containsExactly("POST " + RESPONDER);
    }

    @Test
    void listIsReadIfTheResponderHasNoAnswer() {
        shelf.put(RESPONDER, ocsp().status(new UnknownStatus()).der());
        shelf.put(
                LIST,
                CrlDraft.ofNow(issuer, now)
                        .revoking(server.certificate(), now.minusSeconds(60), 1)
                        .der());

        assertThat(ask(server, BOTH))
                .get()
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.source()).isEqualTo(Source.CRL));
        assertThat(shelf.asked).containsExactly("POST " + RESPONDER, "GET " + LIST);
    }

    @Test
    void onlySourcesOfThePolicyAreAsked() {
        assertThat(ask(server, OCSP)).get().isInstanceOf(Unknown.class);
        assertThat(ask(server, CRL)).get().isInstanceOf(Unknown.class);
        assertThat(ask(server, RevocationPolicy.OFF)).isEmpty();
        assertThat(shelf.asked).containsExactly("POST " + RESPONDER, "GET " + LIST);
    }

    @Test
    void sourcesAreTriedInTurnUntilOneAnswers() {
        LocalIdentity many = issued(
                draft().ocspAt(RESPONDER).ocspAt(SECOND_RESPONDER).crlAt(LIST).crlAt(SECOND_LIST));
        shelf.put(RESPONDER, OcspDraft.ofStatus(3));
        shelf.put(LIST, new byte[] {1});
        shelf.put(SECOND_LIST, CrlDraft.ofNow(issuer, now).der());

        assertThat(ask(many, BOTH)).get().isInstanceOf(Good.class);
        assertThat(shelf.asked)
                .containsExactly("POST " + RESPONDER, "POST " + SECOND_RESPONDER, "GET " + LIST, "GET " + SECOND_LIST);
    }

    @Test
    void unknownStatusNamesEachAttempt() {
        shelf.put(RESPONDER, OcspDraft.ofStatus(3));

        assertThat(ask(server, BOTH))
                .contains(new Unknown(
                        Source.CRL,
                        "the OCSP answer of ocsp.example cannot be used: the responder answered tryLater;"
                                + " crl.example answered with status 503"));
    }

    @Test
    void outdatedListIsReportedWithItsHost() {
        Instant until = now.minusSeconds(7_200);
        shelf.put(LIST, new CrlDraft(issuer, now.minusSeconds(9_000), Optional.of(until)).der());

        assertThat(ask(server, CRL))
                .contains(new Unknown(
                        Source.CRL,
                        "the revocation list of crl.example cannot be used: it has been out of date since " + until));
    }

    @Test
    void certificateWithoutSourcesIsReportedOnlyIfAnAnswerIsRequired() {
        LocalIdentity silent = issued(draft());

        assertThat(ask(silent, BOTH)).isEmpty();
        assertThat(ask(silent, new RevocationPolicy(true, true, false, true)))
                .contains(new Unknown(Source.OCSP, "the certificate names no OCSP responder and no revocation list"));
        assertThat(ask(silent, new RevocationPolicy(true, false, false, true)))
                .contains(new Unknown(Source.OCSP, "the certificate names no OCSP responder"));
        assertThat(ask(silent, new RevocationPolicy(false, true, false, true)))
                .contains(new Unknown(Source.CRL, "the certificate names no revocation list"));
        assertThat(shelf.asked).isEmpty();
    }

    @Test
    void oneSourceSufficesIfAnAnswerIsRequired() {
        LocalIdentity listed = issued(draft().crlAt(LIST));
        shelf.put(LIST, CrlDraft.ofNow(issuer, now).der());

        assertThat(ask(listed, new RevocationPolicy(true, true, false, true)))
                .get()
                .isInstanceOf(Good.class);
    }

    @Test
    void requestNamesTheCertificateAndNothingElse() throws IOException {
        ask(server, OCSP);
        OCSPReq question = new OCSPReq(shelf.questions.getFirst());

        assertThat(question.isSigned()).isFalse();
        assertThat(question.hasExtensions()).isFalse();
        assertThat(question.getRequestList()).singleElement().satisfies(request -> {
            assertThat(request.getCertID().getSerialNumber())
                    .isEqualTo(server.certificate().getSerialNumber());
            assertThat(request.getCertID().toASN1Primitive())
                    .isEqualTo(byBouncyCastle().toASN1Primitive());
        });
    }

    @Test
    void eachRequestCarriesAFreshNonceIfThePolicyWantsOne() {
        RevocationPolicy withNonce = new RevocationPolicy(true, false, true, false);
        shelf.documents.put(
                RESPONDER, question -> ocsp().nonce(nonceOf(question)).der());
        assertThat(ask(server, withNonce)).get().isInstanceOf(Good.class);
        byte[] first = nonceOf(shelf.questions.getFirst());

        shelf.put(RESPONDER, ocsp().nonce(first).der());
        assertThat(ask(server, withNonce))
                .contains(new Unknown(
                        Source.OCSP,
                        "the OCSP answer of ocsp.example cannot be used: it does not carry the nonce of the request"));
        assertThat(first).hasSize(32).isNotEqualTo(nonceOf(shelf.questions.getLast()));
    }

    private CertificateID byBouncyCastle() {
        try {
            DigestCalculator sha1 =
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
            return new JcaCertificateID(
                    sha1, issuer.certificate(), server.certificate().getSerialNumber());
        } catch (OperatorCreationException | OCSPException | CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] nonceOf(byte[] question) {
        try {
            return ASN1OctetString.getInstance(new OCSPReq(question)
                            .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                            .getParsedValue())
                    .getOctets();
        } catch (IOException noQuestion) {
            throw new IllegalStateException(noQuestion);
        }
    }

    private Optional<Revocation> ask(LocalIdentity certificate, RevocationPolicy policy) {
        return inquiry.ask(certificate.certificate(), issuer.certificate(), policy, now);
    }

    private OcspDraft ocsp() {
        return new OcspDraft(server, issuer, now);
    }

    private static CertificateDraft draft() {
        return LocalAuthority.leaf("server");
    }

    private LocalIdentity issued(CertificateDraft draft) {
        return draft.issuedBy(issuer);
    }
}
