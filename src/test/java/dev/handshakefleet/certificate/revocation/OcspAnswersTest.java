package dev.handshakefleet.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.handshakefleet.certificate.revocation.Revocation.Good;
import dev.handshakefleet.certificate.revocation.Revocation.Revoked;
import dev.handshakefleet.certificate.revocation.Revocation.Source;
import dev.handshakefleet.certificate.revocation.Revocation.Unknown;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The answer that an OCSP response gives, genuine or forged. */
class OcspAnswersTest {

    private static final String NOT_BY_THE_ISSUER =
            "its signature is neither by the issuer nor by a responder that the issuer named";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final LocalIdentity issuer = LocalAuthority.root("Example CA").selfSigned();
    private final LocalIdentity server =
            LocalAuthority.leaf("server").dns("www.example.com").issuedBy(issuer);

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384", "RSA_2048"})
    void answerSignedByTheIssuerIsAccepted(KeyKind kind) {
        LocalIdentity authority = LocalAuthority.root("Example CA").key(kind).selfSigned();
        LocalIdentity certificate = LocalAuthority.leaf("server").issuedBy(authority);
        OcspDraft draft = new OcspDraft(certificate, authority, now);

        assertThat(judged(draft, certificate, authority))
                .isEqualTo(new Good(
                        Source.OCSP,
                        now.minusSeconds(OcspDraft.HOUR),
                        Optional.of(now.plusSeconds(24 * OcspDraft.HOUR))));
        assertThat(judged(draft.status(revoked(now.minusSeconds(60), 1)), certificate, authority))
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.reason()).isEqualTo("keyCompromise"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, unspecified",
        "1, keyCompromise",
        "2, cACompromise",
        "3, affiliationChanged",
        "4, superseded",
        "5, cessationOfOperation",
        "6, certificateHold",
        "9, privilegeWithdrawn",
        "10, aACompromise",
        "7, unspecified",
        "99, unspecified"
    })
    void revocationCarriesTimeAndReason(int number, String reason) {
        Instant at = now.minus(Duration.ofDays(3));

        assertThat(judged(draft().status(revoked(at, number))))
                .isEqualTo(new Revoked(Source.OCSP, at, reason, Optional.of(now.plusSeconds(24 * OcspDraft.HOUR))));
    }

    @Test
    void revocationWithoutReasonIsUnspecified() {
        RevokedStatus status = new RevokedStatus(Date.from(now.minusSeconds(60)));

        assertThat(judged(draft().status(status).withoutNextUpdate().thisUpdate(now)))
                .isEqualTo(new Revoked(Source.OCSP, now.minusSeconds(60), "unspecified", Optional.empty()));
    }

    @Test
    void revocationInTheFutureCountsAlthoughTheJdkIgnoresIt() {
        assertThat(judged(draft().status(revoked(now.plusSeconds(OcspDraft.HOUR), 4))))
                .isEqualTo(new Revoked(
                        Source.OCSP,
                        now.plusSeconds(OcspDraft.HOUR),
                        "superseded",
                        Optional.of(now.plusSeconds(24 * OcspDraft.HOUR))));
    }

    @Test
    void serverCertificateWithCaFlagIsCheckedLikeAnyOther() {
        LocalIdentity pretender = LocalAuthority.intermediate("server").issuedBy(issuer);
        OcspDraft draft = new OcspDraft(pretender, issuer, now);

        assertThat(judged(draft.status(revoked(now.minusSeconds(60), 1)), pretender, issuer))
                .isInstanceOf(Revoked.class);
        assertThat(judged(draft.by(LocalAuthority.root("Stranger").selfSigned()), pretender, issuer))
                .isEqualTo(unknown(NOT_BY_THE_ISSUER));
    }

    @Test
    void certificateThatTheResponderDoesNotKnowIsUnknown() {
        assertThat(judged(draft().status(new UnknownStatus())))
                .isEqualTo(unknown("the responder does not know the certificate"));
    }

    @ParameterizedTest
    @CsvSource({"1, malformedRequest", "2, internalError", "3, tryLater", "5, sigRequired", "6, unauthorized"})
    void errorStatusOfTheResponderIsQuoted(int status, String word) {
        assertThat(judged(OcspDraft.ofStatus(status))).isEqualTo(unknown("the responder answered " + word));
    }

    @Test
    void unassignedStatusIsUnknown() {
        assertThat(judged(OcspDraft.ofStatus(4))).isEqualTo(unknown("the responder answered 4"));
        assertThat(judged(OcspDraft.ofStatus(17))).isEqualTo(unknown("the responder answered with an unknown status"));
        assertThat(judged(OcspDraft.ofStatus(0))).isEqualTo(unknown("its type is unknown"));
    }

    /** The signer. */
    @Nested
    class Signers {

        @ParameterizedTest
        @EnumSource(names = {"EC_P256", "RSA_2048"})
        void delegatedResponderIsAccepted(KeyKind kind) {
            LocalIdentity responder = responder("Responder").key(kind).issuedBy(issuer);

            assertThat(judged(draft().by(responder))).isInstanceOf(Good.class);
            assertThat(judged(draft().by(responder).status(revoked(now.minusSeconds(60), 1))))
                    .isInstanceOf(Revoked.class);
        }

        @Test
        void signerWithoutOcspSigningIsRefused() {
            assertThat(judged(draft().by(server)))
                    .isEqualTo(unknown("the certificate of its responder is not for signing OCSP responses"));
            assertThat(judged(draft().by(LocalAuthority.leaf("Any")
                            .purposes(KeyPurposeId.anyExtendedKeyUsage)
                            .issuedBy(issuer))))
                    .isEqualTo(unknown("the certificate of its responder is not for signing OCSP responses"));
        }

        @Test
        void responderOfAnotherAuthorityIsRefused() {
            LocalIdentity other = LocalAuthority.root("Other CA").selfSigned();

            assertThat(judged(draft().by(responder("Responder").issuedBy(other))))
                    .isEqualTo(unknown(NOT_BY_THE_ISSUER));
        }

        @Test
        void responderOfAnAuthorityWithTheSameNameIsRefused() {
            LocalIdentity twin = LocalAuthority.root("Example CA").selfSigned();

            assertThat(judged(draft().by(responder("Responder").issuedBy(twin))))
                    .isEqualTo(unknown(NOT_BY_THE_ISSUER));
            assertThat(judged(draft().by(twin)))
                    .isEqualTo(unknown("the certificate of its responder is not for signing OCSP responses"));
        }

        @Test
        void responderBelowAnotherResponderIsRefused() {
            LocalIdentity responder = responder("Responder").issuedBy(issuer);
            LocalIdentity second = responder("Second").issuedBy(responder);

            assertThat(judged(draft().by(second).sending(OcspDraft.holder(second), OcspDraft.holder(responder))))
                    .isEqualTo(unknown(NOT_BY_THE_ISSUER));
        }

        @Test
        void unrelatedSignerIsRefused() {
            LocalIdentity stranger = LocalAuthority.root("Stranger").selfSigned();

            assertThat(judged(draft().by(stranger))).isEqualTo(unknown(NOT_BY_THE_ISSUER));
            assertThat(judged(draft().by(stranger).sending())).isEqualTo(unknown(NOT_BY_THE_ISSUER));
        }

        @Test
        void expiredResponderIsRefused() {
            LocalIdentity responder = responder("Responder")
                    .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                    .issuedBy(issuer);

            assertThat(judged(draft().by(responder)))
                    .isEqualTo(unknown("the certificate of its responder was not valid at that time"));
        }

        @Test
        void signatureOfAnOversizedKeyIsNotVerified() throws IOException {
            BigInteger modulus = BigInteger.ONE.shiftLeft(40_000).add(BigInteger.ONE);
            SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(modulus, BigInteger.valueOf(65_537)));
            X509CertificateHolder monster = new X509v3CertificateBuilder(
                            X500Name.getInstance(issuer.certificate()
                                    .getSubjectX500Principal()
                                    .getEncoded()),
                            BigInteger.TWO,
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plusSeconds(60)),
                            new X500Name("CN=Monster"),
                            key)
                    .build(OcspDraft.signing(issuer));

            assertThat(judged(draft().sending(monster)))
                    .isEqualTo(
                            unknown(
                                    "a certificate in it cannot be used: its RSA modulus has 40,001 bits, more than the 8,192 that are accepted"));
        }

        private CertificateDraft responder(String name) {
            return LocalAuthority.leaf(name).purposes(KeyPurposeId.id_kp_OCSPSigning);
        }
    }

    /** When it holds; 15 minutes are granted to the clocks. */
    @Nested
    class Dates {

        @Test
        void outdatedAnswerNamesItsEnd() {
            Instant until = now.minusSeconds(901);

            assertThat(judged(draft().nextUpdate(until))).isEqualTo(unknown("it has been out of date since " + until));
            assertThat(judged(draft().nextUpdate(now.minusSeconds(899)))).isInstanceOf(Good.class);
        }

        @Test
        void answerFromTheFutureIsRefused() {
            Instant from = now.plusSeconds(901);

            assertThat(judged(draft().thisUpdate(from))).isEqualTo(unknown("its thisUpdate is in the future, " + from));
            assertThat(judged(draft().thisUpdate(now.plusSeconds(899)))).isInstanceOf(Good.class);
        }

        @Test
        void answerWithoutNextUpdateIsValidForItsInstant() {
            Instant old = now.minusSeconds(901);

            assertThat(judged(draft().withoutNextUpdate().thisUpdate(now.minusSeconds(899))))
                    .isEqualTo(new Good(Source.OCSP, now.minusSeconds(899), Optional.empty()));
            assertThat(judged(draft().withoutNextUpdate().thisUpdate(old)))
                    .isEqualTo(unknown("it has no nextUpdate, and its thisUpdate is " + old));
        }

        @Test
        void outdatedRevocationIsRefused() {
            assertThat(judged(draft().status(revoked(now.minusSeconds(99), 1)).nextUpdate(now.minusSeconds(901))))
                    .isInstanceOf(Unknown.class);
        }

        @Test
        void outdatedAnswerAboutAnotherCertificateMakesTheResponseUnknown() {
            CertID other = serial(BigInteger.TEN);

            assertThat(judged(draft().nextUpdate(now.minusSeconds(901))
                            .besides(other, CertificateStatus.GOOD)
                            .nextUpdate(now.plusSeconds(60))))
                    .isEqualTo(unknown("a part of it is out of date"));
        }

        @Test
        void statusOfAnExpiredCertificateIsUnknown() {
            LocalIdentity expired = LocalAuthority.leaf("server")
                    .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                    .issuedBy(issuer);

            assertThat(judged(new OcspDraft(expired, issuer, now), expired, issuer))
                    .isEqualTo(unknown("the certificate itself was not valid at that time"));
        }
    }

    /** The certificate that the response is about. */
    @Nested
    class Names {

        @Test
        void answerAboutAnotherCertificateIsRefused() {
            assertThat(judged(draft().about(serial(BigInteger.TEN))))
                    .isEqualTo(unknown("it is about another certificate"));
        }

        @Test
        void answerAboutTheSameSerialOfAnotherIssuerIsRefused() {
            CertID own = OcspRequest.name(server.certificate(), issuer.certificate());
            byte[] otherHash = new byte[20];
            CertID otherName = new CertID(
                    own.getHashAlgorithm(),
                    new DEROctetString(otherHash),
                    own.getIssuerKeyHash(),
                    own.getSerialNumber());
            CertID otherKey = new CertID(
                    own.getHashAlgorithm(),
                    own.getIssuerNameHash(),
                    new DEROctetString(otherHash),
                    own.getSerialNumber());

            assertThat(judged(draft().about(otherName))).isEqualTo(unknown("it is about another certificate"));
            assertThat(judged(draft().about(otherKey))).isEqualTo(unknown("it is about another certificate"));
        }

        @Test
        void answerWithAnotherHashNamesTheHash() {
            CertID bySha256 = OcspRequest.name(
                            server.certificate(),
                            issuer.certificate(),
                            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256))
                    .orElseThrow();

            assertThat(judged(draft().about(bySha256)))
                    .isEqualTo(unknown("it identifies the certificate by a hash other than SHA-1"));
        }

        @Test
        void answerIsFoundAmongOthers() {
            assertThat(judged(draft().besides(serial(BigInteger.TEN), revoked(now.minusSeconds(60), 1))))
                    .isInstanceOf(Good.class);
        }

        @Test
        void twoAnswersAboutOneCertificateAreRefused() {
            CertID own = OcspRequest.name(server.certificate(), issuer.certificate());

            assertThat(judged(draft().besides(own, revoked(now.minusSeconds(60), 1))))
                    .isEqualTo(unknown("it has more than one answer for the certificate"));
        }

        @Test
        void certificateOfAnotherIssuerIsUnknownWithThatReason() {
            LocalIdentity forged = LocalAuthority.leaf("server").forged().issuedBy(issuer);
            LocalIdentity other = LocalAuthority.root("Other CA").selfSigned();

            assertThat(judged(new OcspDraft(forged, issuer, now), forged, issuer))
                    .isEqualTo(unknown("the certificate itself is not signed by its issuer"));
            assertThat(judged(new OcspDraft(server, other, now), server, other))
                    .isEqualTo(unknown("the certificate itself is not by that issuer"));
        }
    }

    /** The nonce (RFC 9654). */
    @Nested
    class Nonces {

        private final byte[] asked = new byte[OcspRequest.NONCE_BYTES];

        @Test
        void sameNonceIsAccepted() {
            assertThat(judged(draft().nonce(asked).der(), Optional.of(asked))).isInstanceOf(Good.class);
        }

        @Test
        void missingNonceIsAccepted() {
            assertThat(judged(draft().der(), Optional.of(asked))).isInstanceOf(Good.class);
        }

        @Test
        void differentNonceIsRefused() {
            byte[] other = asked.clone();
            other[31] = 1;

            assertThat(judged(draft().nonce(other).der(), Optional.of(asked)))
                    .isEqualTo(unknown("it does not carry the nonce of the request"));
            assertThat(judged(draft().nonce(new byte[0]).der(), Optional.of(asked)))
                    .isEqualTo(unknown("it does not carry the nonce of the request"));
        }

        @Test
        void unrequestedNonceIsIgnored() {
            assertThat(judged(draft().nonce(asked))).isInstanceOf(Good.class);
        }
    }

    /** Any bytes give an answer, and no exception. */
    @Nested
    class HostileBytes {

        private final byte[] good = draft().by(LocalAuthority.leaf("Responder")
                        .purposes(KeyPurposeId.id_kp_OCSPSigning)
                        .issuedBy(issuer))
                .der();

        @Test
        void bytesThatAreNoResponseAreUnknown() {
            for (byte[] bytes : new byte[][] {
                {},
                {0x30},
                {0x30, 0x00},
                {0x05, 0x00},
                "<html>".getBytes(StandardCharsets.US_ASCII),
                new byte[RevocationAnswers.LARGEST_OCSP_RESPONSE]
            }) {
                assertThat(judged(bytes)).isEqualTo(unknown("it cannot be read"));
            }
        }

        @Test
        void everyTruncationIsUnknown() {
            for (int length = 0; length < good.length; length++) {
                assertThat(judged(Arrays.copyOf(good, length))).isInstanceOf(Unknown.class);
            }
            assertThat(judged(Arrays.copyOf(good, good.length + 1))).isInstanceOf(Unknown.class);
        }

        @Test
        void responseOfMoreThan64KbIsNotRead() {
            assertThat(judged(new byte[RevocationAnswers.LARGEST_OCSP_RESPONSE + 1]))
                    .isEqualTo(unknown("it is larger than 64 KB"));
        }

        @Test
        void endlessNestingIsUnknown() {
            byte[] indefinite = new byte[RevocationAnswers.LARGEST_OCSP_RESPONSE];
            for (int at = 0; at < indefinite.length; at += 2) {
                indefinite[at] = 0x30;
                indefinite[at + 1] = (byte) 0x80;
            }

            assertThat(judged(indefinite)).isEqualTo(unknown("it cannot be read"));
        }

        @Test
        void unknownCriticalExtensionIsRefused() {
            assertThat(judged(draft().extension(OcspDraft.critical("1.3.6.1.4.1.32473.9"))))
                    .isEqualTo(unknown("it cannot be read"));
        }

        @Test
        void mutatedResponsesNeverThrowAndNeverChangeTheStatus() {
            Random random = new Random(20_261_124);
            Revocation unchanged = judged(good);
            assertThat(unchanged).isInstanceOf(Good.class);
            int believed = 0;
            for (int round = 0; round < 5_000; round++) {
                byte[] mutated = good.clone();
                for (int flips = random.nextInt(3); flips >= 0; flips--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                }
                Revocation revocation = judged(mutated);
                // Unsigned parts (a superfluous certificate, a name in the envelope) may change without harm.
                if (!(revocation instanceof Unknown)) {
                    assertThat(revocation).isEqualTo(unchanged);
                    believed++;
                }
            }
            assertThat(believed).isLessThan(500);
        }
    }

    @Test
    void judgingAnAnswerConnectsNowhere() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
            LocalIdentity pointing = LocalAuthority.leaf("server")
                    .ocspAt(address)
                    .crlAt(address)
                    .issuerAt(address)
                    .issuedBy(issuer);
            Consumer<UnaryOperator<OcspDraft>> judge =
                    change -> judged(change.apply(new OcspDraft(pointing, issuer, now)), pointing, issuer);

            judge.accept(draft -> draft);
            judge.accept(draft -> draft.status(revoked(now.minusSeconds(60), 1)));
            judge.accept(draft -> draft.status(new UnknownStatus()));
            judge.accept(draft -> draft.nextUpdate(now.minusSeconds(901)));
            judge.accept(draft -> draft.by(LocalAuthority.root("Stranger").selfSigned()));
            judge.accept(draft -> draft.about(serial(BigInteger.TEN)));
            judge.accept(draft -> draft.extension(OcspDraft.critical("1.3.6.1.4.1.32473.9")));
            RevocationAnswers.ofOcsp(
                    Source.OCSP,
                    new byte[] {0x30, 0x00},
                    pointing.certificate(),
                    issuer.certificate(),
                    Optional.empty(),
                    now);

            assertNoConnection(listener);
        }
    }

    /** Loopback connects at once: whoever came is in the queue. */
    static void assertNoConnection(ServerSocket listener) throws Exception {
        listener.setSoTimeout(1);
        assertThat(catchThrowable(listener::accept)).isInstanceOf(SocketTimeoutException.class);
    }

    private OcspDraft draft() {
        return new OcspDraft(server, issuer, now);
    }

    private CertID serial(BigInteger number) {
        CertID own = OcspRequest.name(server.certificate(), issuer.certificate());
        return new CertID(
                own.getHashAlgorithm(), own.getIssuerNameHash(), own.getIssuerKeyHash(), new ASN1Integer(number));
    }

    private Revocation judged(OcspDraft draft) {
        return judged(draft, server, issuer);
    }

    private Revocation judged(OcspDraft draft, LocalIdentity certificate, LocalIdentity authority) {
        return RevocationAnswers.ofOcsp(
                Source.OCSP, draft.der(), certificate.certificate(), authority.certificate(), Optional.empty(), now);
    }

    private Revocation judged(byte[] response) {
        return judged(response, Optional.empty());
    }

    private Revocation judged(byte[] response, Optional<byte[]> nonce) {
        return RevocationAnswers.ofOcsp(Source.OCSP, response, server.certificate(), issuer.certificate(), nonce, now);
    }

    private static RevokedStatus revoked(Instant at, int reason) {
        return new RevokedStatus(Date.from(at), reason);
    }

    private static Unknown unknown(String why) {
        return new Unknown(Source.OCSP, why);
    }
}
