package dev.handshakefleet.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.revocation.Revocation.Good;
import dev.handshakefleet.certificate.revocation.Revocation.Revoked;
import dev.handshakefleet.certificate.revocation.Revocation.Source;
import dev.handshakefleet.certificate.revocation.Revocation.Unknown;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer that a certificate revocation list gives, genuine or forged. */
class CrlAnswersTest {

    private static final URI LIST = URI.create("http://crl.example/1.crl");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant tomorrow = now.plusSeconds(86_400);
    private final LocalIdentity issuer = LocalAuthority.root("Example CA").selfSigned();
    private final LocalIdentity server =
            LocalAuthority.leaf("server").dns("www.example.com").crlAt(LIST).issuedBy(issuer);

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384", "RSA_2048"})
    void listSignedByTheIssuerIsAccepted(KeyKind kind) {
        LocalIdentity authority = LocalAuthority.root("Example CA").key(kind).selfSigned();
        LocalIdentity good = LocalAuthority.leaf("good").crlAt(LIST).issuedBy(authority);
        LocalIdentity bad = LocalAuthority.leaf("bad").issuedBy(authority);
        byte[] list = CrlDraft.ofNow(authority, now)
                .revoking(bad.certificate(), now.minusSeconds(60), 1)
                .der();

        assertThat(RevocationAnswers.ofCrl(list, good.certificate(), authority.certificate(), now))
                .isEqualTo(new Good(Source.CRL, now.minusSeconds(3_600), Optional.of(tomorrow)));
        assertThat(RevocationAnswers.ofCrl(list, bad.certificate(), authority.certificate(), now))
                .isEqualTo(new Revoked(Source.CRL, now.minusSeconds(60), "keyCompromise", Optional.of(tomorrow)));
    }

    @Test
    void revocationWithoutReasonIsUnspecified() {
        assertThat(judged(draft().revoking(server.certificate(), now.minusSeconds(60))))
                .isEqualTo(new Revoked(Source.CRL, now.minusSeconds(60), "unspecified", Optional.of(tomorrow)));
    }

    @Test
    void revocationInTheFutureCountsAlthoughTheJdkIgnoresIt() {
        assertThat(judged(draft().revoking(server.certificate(), now.plusSeconds(60), 4)))
                .isEqualTo(new Revoked(Source.CRL, now.plusSeconds(60), "superseded", Optional.of(tomorrow)));
    }

    @Test
    void serverCertificateWithCaFlagIsCheckedLikeAnyOther() {
        LocalIdentity pretender = LocalAuthority.intermediate("server").issuedBy(issuer);

        assertThat(RevocationAnswers.ofCrl(
                        draft().revoking(pretender.certificate(), now.minusSeconds(60))
                                .der(),
                        pretender.certificate(),
                        issuer.certificate(),
                        now))
                .isInstanceOf(Revoked.class);
    }

    @Test
    void outdatedListNamesItsEnd() {
        Instant until = now.minusSeconds(901);
        Instant start = now.minusSeconds(9_999);

        assertThat(judged(new CrlDraft(issuer, start, Optional.of(until))))
                .isEqualTo(unknown("it has been out of date since " + until));
        assertThat(judged(new CrlDraft(issuer, start, Optional.of(now.minusSeconds(899)))))
                .isInstanceOf(Good.class);
        assertThat(judged(new CrlDraft(issuer, start, Optional.empty()))).isEqualTo(unknown("it has no nextUpdate"));
        assertThat(judged(new CrlDraft(issuer, now.plusSeconds(901), Optional.of(tomorrow))))
                .isEqualTo(unknown("its thisUpdate is in the future, " + now.plusSeconds(901)));
    }

    @Test
    void listOfAnotherSignerIsRefused() {
        LocalIdentity stranger = LocalAuthority.root("Stranger").selfSigned();
        LocalIdentity twin = LocalAuthority.root("Example CA").selfSigned();

        assertThat(judged(CrlDraft.ofNow(stranger, now)))
                .isEqualTo(unknown("it is not by the issuer of the certificate"));
        assertThat(judged(CrlDraft.ofNow(twin, now))).isEqualTo(unknown("its signature is not by the issuer"));
        assertThat(judged(draft().signedBy(stranger))).isEqualTo(unknown("its signature is not by the issuer"));
        assertThat(judged(draft().signedBy(server))).isEqualTo(unknown("its signature is not by the issuer"));
    }

    @Test
    void listOfAnIssuerWithoutCrlSignIsRefused() {
        LocalIdentity authority =
                LocalAuthority.root("Example CA").withoutCrlSign().selfSigned();
        LocalIdentity leaf = LocalAuthority.leaf("server").issuedBy(authority);

        assertThat(RevocationAnswers.ofCrl(
                        CrlDraft.ofNow(authority, now).der(), leaf.certificate(), authority.certificate(), now))
                .isEqualTo(unknown("the key of the issuer may not sign revocation lists"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deltaListIsRefused(boolean critical) {
        assertThat(judged(draft().delta(critical))).isEqualTo(unknown("it is a delta list"));
    }

    @Test
    void unknownCriticalExtensionIsRefused() {
        ASN1ObjectIdentifier nobodyKnows = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.9");

        assertThat(judged(draft().extension(nobodyKnows, true, DERNull.INSTANCE)))
                .isEqualTo(unknown("it has an unknown critical extension"));
        assertThat(judged(draft().extension(nobodyKnows, false, DERNull.INSTANCE)))
                .isInstanceOf(Good.class);
    }

    @Test
    void listForOtherCertificatesIsUnknown() {
        String other = "it does not cover the certificate, or not all reasons";

        assertThat(judged(scoped(LIST, false, true, null, false))).isEqualTo(unknown(other));
        assertThat(judged(scoped(URI.create("http://crl.example/2.crl"), true, false, null, false)))
                .isEqualTo(unknown(other));
        assertThat(judged(scoped(LIST, true, false, new ReasonFlags(ReasonFlags.keyCompromise), false)))
                .isEqualTo(unknown(other));
        assertThat(judged(scoped(LIST, true, false, null, false))).isInstanceOf(Good.class);
    }

    @Test
    void indirectListOfTheIssuerIsReadByIssuerAndSerial() {
        X500Name other = new X500Name("CN=Other CA");
        BigInteger serial = server.certificate().getSerialNumber();

        assertThat(judged(scoped(LIST, false, false, null, true).revokingOf(other, serial, now.minusSeconds(60))))
                .isInstanceOf(Good.class);
        assertThat(judged(scoped(LIST, false, false, null, true)
                        .revoking(server.certificate(), now.minusSeconds(60))
                        .revokingOf(other, BigInteger.TEN, now.minusSeconds(60))))
                .isInstanceOf(Revoked.class);
    }

    @Test
    void indirectListOfAnotherAuthorityIsRefused() {
        LocalIdentity delegate = LocalAuthority.intermediate("CRL signer").issuedBy(issuer);
        byte[] list = CrlDraft.ofNow(delegate, now)
                .extension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(null, false, false, null, true, false))
                .der();

        assertThat(judged(list)).isEqualTo(unknown("it is not by the issuer of the certificate"));
    }

    @Test
    void statusOfAnExpiredCertificateIsUnknown() {
        LocalIdentity expired = LocalAuthority.leaf("server")
                .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                .issuedBy(issuer);

        assertThat(RevocationAnswers.ofCrl(draft().der(), expired.certificate(), issuer.certificate(), now))
                .isEqualTo(unknown("the certificate itself was not valid at that time"));
    }

    @Test
    void bytesThatAreNoListAreUnknown() {
        byte[] good = draft().der();
        String pem = "-----BEGIN X509 CRL-----\n"
                + Base64.getMimeEncoder().encodeToString(good)
                + "\n-----END X509 CRL-----\n";

        assertThat(judged(good)).isInstanceOf(Good.class);
        for (byte[] bytes : List.of(
                new byte[0],
                pem.getBytes(StandardCharsets.US_ASCII),
                "<html>".getBytes(StandardCharsets.US_ASCII),
                new byte[100])) {
            assertThat(judged(bytes)).isEqualTo(unknown("it is not DER"));
        }
        assertThat(judged(new byte[] {0x30, 0x00})).isInstanceOf(Unknown.class);
        assertThat(judged(Arrays.copyOf(good, good.length + 1))).isInstanceOf(Unknown.class);
        assertThat(judged(twice(good))).isEqualTo(unknown("it is not exactly one list in DER"));
        for (int length = 0; length < good.length; length++) {
            assertThat(judged(Arrays.copyOf(good, length))).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void endlessNestingIsUnknown() {
        byte[] nested = new byte[1024 * 1024];
        for (int at = 0; at < nested.length; at += 2) {
            nested[at] = 0x30;
            nested[at + 1] = (byte) 0x80;
        }

        assertThat(judged(nested)).isInstanceOf(Unknown.class);
    }

    @Test
    void listIsReadUpToTheLargestSize() {
        CrlDraft draft = draft();
        BigInteger first = BigInteger.ONE.shiftLeft(120);
        // 35 bytes an entry.
        int entries = RevocationAnswers.LARGEST_LIST / 35 - 100;
        IntStream.range(0, entries)
                .forEach(number -> draft.revoking(first.add(BigInteger.valueOf(number)), now.minusSeconds(60)));
        byte[] list =
                draft.revoking(server.certificate(), now.minusSeconds(60), 1).der();

        assertThat(list.length).isBetween(RevocationAnswers.LARGEST_LIST * 9 / 10, RevocationAnswers.LARGEST_LIST);
        assertThat(judged(list)).isInstanceOf(Revoked.class);
        assertThat(judged(new byte[RevocationAnswers.LARGEST_LIST + 1])).isEqualTo(unknown("it is larger than 6 MB"));
    }

    @Test
    void mutatedListsNeverThrowAndNeverChangeTheStatus() {
        Random random = new Random(20_261_124);
        byte[] good = draft().revoking(BigInteger.TEN, now.minusSeconds(60)).der();
        Revocation unchanged = judged(good);
        for (int round = 0; round < 5_000; round++) {
            byte[] mutated = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            Revocation revocation = judged(mutated);
            if (!(revocation instanceof Unknown)) {
                assertThat(revocation).isEqualTo(unchanged);
            }
        }
    }

    @Test
    void judgingAListConnectsNowhere() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 20, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/1.crl");
            LocalIdentity pointing = LocalAuthority.leaf("server")
                    .ocspAt(address)
                    .crlAt(address)
                    .issuerAt(address)
                    .issuedBy(issuer);
            LocalIdentity stranger = LocalAuthority.root("Stranger").selfSigned();
            for (byte[] list : List.of(
                    draft().der(),
                    draft().revoking(pointing.certificate(), now.minusSeconds(60))
                            .der(),
                    draft().signedBy(stranger),
                    draft().delta(true).der(),
                    CrlDraft.ofNow(stranger, now).der(),
                    new CrlDraft(issuer, now.minusSeconds(9_999), Optional.of(now.minusSeconds(901))).der(),
                    // Those that get as far as the validator, and that it refuses.
                    scoped(LIST, false, true, null, false).der(),
                    scoped(address, true, false, new ReasonFlags(ReasonFlags.keyCompromise), false)
                            .der(),
                    new byte[] {0x30, 0x00})) {
                RevocationAnswers.ofCrl(list, pointing.certificate(), issuer.certificate(), now);
            }

            OcspAnswersTest.assertNoConnection(listener);
        }
    }

    private CrlDraft scoped(URI address, boolean users, boolean authorities, ReasonFlags reasons, boolean indirect) {
        GeneralNames name =
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address.toString()));
        return draft().extension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(
                                new DistributionPointName(name), users, authorities, reasons, indirect, false));
    }

    private static byte[] twice(byte[] bytes) {
        byte[] both = Arrays.copyOf(bytes, bytes.length * 2);
        System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
        return both;
    }

    private CrlDraft draft() {
        return CrlDraft.ofNow(issuer, now);
    }

    private Revocation judged(CrlDraft draft) {
        return judged(draft.der());
    }

    private Revocation judged(byte[] list) {
        return RevocationAnswers.ofCrl(list, server.certificate(), issuer.certificate(), now);
    }

    private static Unknown unknown(String why) {
        return new Unknown(Source.CRL, why);
    }
}
