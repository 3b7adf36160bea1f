package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.SctCount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** The three places that timestamps come in. */
class SignedTimestampsTest {

    private static final ASN1ObjectIdentifier IN_CERTIFICATE = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final ASN1ObjectIdentifier IN_STAPLE = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.5");

    private final LocalIdentity plain = LocalAuthority.leaf("plain").selfSigned();

    @Test
    void logsAreCountedBySource() throws Exception {
        LocalIdentity logged = LocalAuthority.leaf("logged")
                .extension(IN_CERTIFICATE, new DEROctetString(list(1, 2, 2)))
                .selfSigned();

        assertThat(SignedTimestamps.of(
                        logged.chainDer(), Optional.of(staple(list(3, 4, 5))), SignedTimestamps.listed(list(6))))
                .contains(new SctCount(2, 3, 1));
    }

    @Test
    void countIsZeroWithoutTimestampsAndEmptyBeforeTheCertificate() {
        assertThat(SignedTimestamps.of(plain.chainDer(), Optional.empty(), OptionalInt.of(0)))
                .contains(new SctCount(0, 0, 0));
        assertThat(SignedTimestamps.of(List.of(), Optional.empty(), OptionalInt.empty()))
                .isEmpty();
    }

    @Test
    void stapleWithoutAResponseHasNoTimestamp() {
        byte[] tryLater = {0x30, 0x03, 0x0a, 0x01, 0x03};
        assertThat(SignedTimestamps.of(plain.chainDer(), Optional.of(tryLater), OptionalInt.of(0)))
                .contains(new SctCount(0, 0, 0));
    }

    @Test
    void unreadableTimestampsAreNotCounted() {
        assertThat(SignedTimestamps.of(plain.chainDer(), Optional.of(new byte[] {1, 2, 3}), OptionalInt.of(0)))
                .isEmpty();
        assertThat(SignedTimestamps.listed(new byte[] {0, 9, 0, 7, 1})).isEmpty();
        byte[] otherVersion = list(1);
        otherVersion[4] = 1;
        assertThat(SignedTimestamps.listed(otherVersion)).hasValue(0);
    }

    private byte[] staple(byte[] timestamps) throws Exception {
        CertID name = new CertID(
                new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1),
                new DEROctetString(new byte[20]),
                new DEROctetString(new byte[20]),
                new ASN1Integer(BigInteger.ONE));
        byte[] encoded = new DEROctetString(timestamps).getEncoded();
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(new X500Name("CN=responder")));
        builder.addResponse(
                new CertificateID(name),
                CertificateStatus.GOOD,
                Date.from(Instant.EPOCH),
                null,
                new Extensions(new Extension(IN_STAPLE, false, encoded)));
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(plain.key()),
                                null,
                                Date.from(Instant.EPOCH)))
                .getEncoded();
    }

    /** A SignedCertificateTimestampList (RFC 6962, 3.3) with a timestamp of each of these logs. */
    private static byte[] list(int... logs) {
        StringBuilder entries = new StringBuilder();
        for (int log : logs) {
            entries.append("0022")
                    .append("00")
                    .append("%02x".formatted(log).repeat(32))
                    .append("00");
        }
        return HexFormat.of().parseHex("%04x".formatted(entries.length() / 2) + entries);
    }
}
