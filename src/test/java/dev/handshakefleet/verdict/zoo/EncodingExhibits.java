package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Bytes that are not a certificate, or not quite. */
final class EncodingExhibits {

    private static final ASN1ObjectIdentifier NOBODY_KNOWS = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final Issued ROOT = Specimen.root("Root").selfSigned();
    private static final Issued AUTHORITY = Specimen.intermediate("CA 1").by(ROOT);
    private static final Issued SERVER = Specimen.leaf().by(AUTHORITY);
    private static final byte[] GARBAGE = "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII);

    private EncodingExhibits() {}

    static List<Exhibit> exhibits() {
        return List.of(
                altered("leaf is garbage", der -> GARBAGE.clone())
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl(OpensslVerify.UNREADABLE)
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                altered("leaf is empty", der -> new byte[0])
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl(OpensslVerify.UNREADABLE)
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                altered("leaf is PEM", EncodingExhibits::pem)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl(OpensslVerify.UNREADABLE)
                        .because(
                                "Java reads PEM wherever it reads certificates, even in a handshake; nobody else does."),
                altered("leaf cut short", der -> Arrays.copyOf(der, der.length - 1))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl(OpensslVerify.UNREADABLE)
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                altered("a byte behind the leaf", der -> Arrays.copyOf(der, der.length + 1))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .because(
                                "The command and the JDK stop reading where the certificate ends. In a handshake OpenSSL does not; Go and the browsers never do."),
                altered("BER: length in more bytes than needed", EncodingExhibits::longLength)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .because(
                                "Certificates are DER (RFC 5280, 4.1). OpenSSL and the JDK read BER; Go and the browsers do not."),
                altered("BER: indefinite length", EncodingExhibits::indefiniteLength)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .because(
                                "Certificates are DER (RFC 5280, 4.1). OpenSSL and the JDK read BER; Go and the browsers do not."),
                exhibit("intermediate is garbage")
                        .sends(SERVER, AUTHORITY.altered(der -> GARBAGE.clone()))
                        .trusting(ROOT)
                        .ours(critical(FindingCode.INCOMPLETE_CHAIN), critical(FindingCode.WRONG_USAGE))
                        .openssl(OpensslVerify.UNREADABLE)
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                exhibit("garbage behind a good chain")
                        .sends(SERVER, AUTHORITY, ROOT.altered(der -> GARBAGE.clone()))
                        .trusting(ROOT)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "The command stops reading its file there. In a handshake every certificate has to be one."),
                leaf("serial number 0", Specimen.leaf().serial(BigInteger.ZERO)).agreed(),
                leaf("serial number negative", Specimen.leaf().serial(BigInteger.valueOf(-5)))
                        .agreed(),
                leaf("serial number of 40 bytes", Specimen.leaf().serial(BigInteger.ONE.shiftLeft(313)))
                        .agreed(),
                leaf("invalid UTF-8 in the subject", Specimen.leaf().subject(brokenName()))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl(OpensslVerify.UNREADABLE)
                        .because("OpenSSL and Go refuse it; the JDK shows the bytes as best it can."),
                leaf(
                                "the same extension twice",
                                Specimen.leaf()
                                        .again(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("20")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                leaf(
                                "two alternative names, one of another host",
                                Specimen.leaf()
                                        .again(
                                                Extension.subjectAlternativeName,
                                                false,
                                                new GeneralNames(
                                                        new GeneralName(GeneralName.dNSName, "www.example.org"))))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("20")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                leaf(
                                "alternative name is no sequence",
                                Specimen.leaf().with(Extension.subjectAlternativeName, false, DERNull.INSTANCE))
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("20")
                        .jdk("alternative name")
                        .agreed(),
                leaf(
                                "basic constraints are no sequence",
                                Specimen.leaf().with(Extension.basicConstraints, true, DERNull.INSTANCE))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("20")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                leaf("key usage is no bit string", Specimen.leaf().with(Extension.keyUsage, true, DERNull.INSTANCE))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("20")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                leaf("extensions in a certificate of version 1", Specimen.leaf().sayingVersion(1))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "RFC 5280, 4.1.2.1: extensions need version 3. The JDK, with which we read certificates, insists; OpenSSL does not."),
                leaf("version 4", Specimen.leaf().sayingVersion(4))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "There is none. The JDK, with which we read certificates, does not know it; OpenSSL does not look."),
                emptyIssuer(),
                leaf(
                                "signature algorithm differs inside and outside",
                                Specimen.leaf()
                                        .sayingInside(new AlgorithmIdentifier(
                                                PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE)))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("20")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                leaf(
                                "certificate of 2 MB",
                                Specimen.leaf().with(NOBODY_KNOWS, false, new DEROctetString(new byte[2_000_000])))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .because(
                                "The bare validators have no bound. In a handshake OpenSSL refuses more than 100 KB of certificates, Java 32 KB."));
    }

    private static Draft leaf(String name, Specimen leaf) {
        return exhibit(name).sends(leaf.by(AUTHORITY), AUTHORITY).trusting(ROOT);
    }

    private static Draft altered(String name, UnaryOperator<byte[]> change) {
        return exhibit(name).sends(SERVER.altered(change), AUTHORITY).trusting(ROOT);
    }

    private static Exhibit emptyIssuer() {
        Issued nameless = Specimen.intermediate("").subject(new X500Name("")).by(ROOT);
        return exhibit("issuer without a name")
                .sends(Specimen.leaf().by(nameless), nameless)
                .trusting(ROOT)
                .ours(critical(FindingCode.WRONG_USAGE))
                .jdk(OpensslVerify.UNREADABLE)
                .because(
                        "RFC 5280, 4.1.2.4 and 4.1.2.6 demand one. The JDK, with which we read certificates, insists; OpenSSL does not.");
    }

    private static byte[] pem(byte[] der) {
        String text = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END CERTIFICATE-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The outermost length in four bytes; it takes two. */
    private static byte[] longLength(byte[] der) {
        byte[] longer = new byte[der.length + 2];
        longer[0] = der[0];
        longer[1] = (byte) 0x84;
        System.arraycopy(der, 2, longer, 4, der.length - 2);
        return longer;
    }

    private static byte[] indefiniteLength(byte[] der) {
        byte[] open = new byte[der.length];
        open[0] = der[0];
        open[1] = (byte) 0x80;
        System.arraycopy(der, 4, open, 2, der.length - 4);
        return open;
    }

    /** A malformed common name of type UTF8String: the byte C3 without its second byte. */
    private static X500Name brokenName() {
        byte[] broken = {0x0C, 4, 's', (byte) 0xC3, '(', 'r'};
        try {
            ASN1Encodable[] name = {BCStyle.CN, ASN1Primitive.fromByteArray(broken)};
            return X500Name.getInstance(new DERSequence(new DERSet(new DERSequence(name))));
        } catch (IOException notEvenAnElement) {
            throw new UncheckedIOException(notEvenAnElement);
        }
    }
}
