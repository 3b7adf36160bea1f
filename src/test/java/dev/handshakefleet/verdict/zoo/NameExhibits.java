package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** Names that cover the expected name, and names that only look as if they did. */
final class NameExhibits {

    private static final Issued ROOT = Specimen.root("Root").selfSigned();
    private static final Issued AUTHORITY = Specimen.intermediate("CA 1").by(ROOT);
    private static final String BOOKS_ASCII = "xn--bcher-kva.example";
    private static final String BOOKS = "bücher.example";

    private NameExhibits() {}

    static List<Exhibit> exhibits() {
        return List.of(
                named("name in upper case in the certificate", "WWW.EXAMPLE.COM", Exhibit.HOST)
                        .agreed(),
                named("name asked for in upper case", Exhibit.HOST, "WWW.Example.COM")
                        .agreed(),
                named("another name", "www.example.org", Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("certificate of the apex for www", "example.com", Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("wildcard", "*.example.com", Exhibit.HOST).agreed(),
                named("wildcard two levels down", "*.example.com", "a.www.example.com")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("wildcard for the apex", "*.example.com", "example.com")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("wildcard of a top-level name", "*.com", "example.com")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .because(
                                "RFC 9525, 7.1 leaves it to policy. The JDK takes it for roots of one's own; OpenSSL and the browsers never."),
                named("wildcard of a public suffix", "*.co.uk", "example.co.uk").agreed(),
                named("bare wildcard", "*", "localhost")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("wildcard of a part of a label", "w*.example.com", Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .because(
                                "RFC 9525, 6.3: a wildcard is a whole label. OpenSSL and the JDK still follow RFC 6125 here; Go and the browsers do not."),
                named("wildcard in the middle", "www.*.com", Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("wildcard over an internationalised label", "*.example.com", "xn--bcher-kva.example.com")
                        .agreed(),
                named("internationalised name, A-label asked for", BOOKS_ASCII, BOOKS_ASCII)
                        .agreed(),
                named("internationalised name, U-label asked for", BOOKS_ASCII, BOOKS)
                        .openssl("62")
                        .because(
                                "The command compares bytes: it is for its caller to ask for the A-label, as curl does and as we do."),
                named("U-label in UTF-8 in the certificate, A-label asked for", dnsBytes(BOOKS), BOOKS_ASCII)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("U-label in UTF-8 in the certificate, U-label asked for", dnsBytes(BOOKS), BOOKS)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .jdk("name")
                        .because(
                                "A DNS name is an IA5String (RFC 5280, 4.2.1.6). The command compares bytes that no client asks for: it would ask for the A-label."),
                named("trailing dot asked for", Exhibit.HOST, "www.example.com.")
                        .openssl("62")
                        .because(
                                "The command compares bytes: it is for its caller to take the dot away, as curl and the browsers do and as we do."),
                named("trailing dot in the certificate", "www.example.com.", Exhibit.HOST)
                        .openssl("62")
                        .jdk("name")
                        .because("curl compares without the dot, as we do; OpenSSL and the JDK do not."),
                named("underscore in a label", "my_host.example.com", "my_host.example.com")
                        .jdk("name")
                        .because("No host name by RFC 952, but in use. The JDK does not take it for one."),
                named("name with a NUL inside", dnsBytes("www.example.com\0.evil.example"), Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("name with a space behind", dnsBytes("www.example.com "), Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("leading dot in the certificate", ".example.com", Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named("IPv4 address", address("10.0.0.1"), "10.0.0.1").agreed(),
                named("another IPv4 address", address("10.0.0.2"), "10.0.0.1")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("64")
                        .jdk("name")
                        .agreed(),
                named("IPv6 address", address("2001:db8::1"), "2001:db8::1").agreed(),
                named("IPv4 address mapped into IPv6", address("::ffff:10.0.0.1"), "10.0.0.1")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("64")
                        .because(
                                "RFC 9525, 6.4 compares the bytes, 16 with 4. The JDK and Go take the two for one address."),
                named("IP address as a DNS name", "10.0.0.1", "10.0.0.1")
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("64")
                        .jdk("name")
                        .agreed(),
                named(
                                "address of five bytes beside a good name",
                                Specimen.leaf()
                                        .names(
                                                new GeneralName(GeneralName.dNSName, Exhibit.HOST),
                                                new GeneralName(
                                                        GeneralName.iPAddress, new DEROctetString(new byte[5]))),
                                Exhibit.HOST)
                        .jdk("alternative name")
                        .because("OpenSSL and we pass over the entry; the JDK and Go refuse the whole extension."),
                named("common name only", Specimen.leafNamed(Exhibit.HOST), Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .because(
                                "RFC 9525, 2: the common name does not count. OpenSSL and the JDK fall back to it; Go and the browsers do not."),
                named(
                                "common name right, alternative name wrong",
                                Specimen.leafNamed(Exhibit.HOST).dns("www.example.org"),
                                Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named(
                                "common name right, alternative name an e-mail address",
                                Specimen.leafNamed(Exhibit.HOST)
                                        .names(new GeneralName(GeneralName.rfc822Name, "a@example.com")),
                                Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .because(
                                "RFC 9525, 2: the common name does not count. OpenSSL and the JDK fall back to it where there is no DNS name; Go and the browsers do not."),
                named("no name at all", Specimen.leafNamed("").subject(new X500Name("")), Exhibit.HOST)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("62")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                named("no alternative name, common name of a person", Specimen.leafNamed("Jane Doe"), Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .openssl("62")
                        .jdk("name")
                        .agreed(),
                named(
                                "empty alternative name",
                                Specimen.leafNamed(Exhibit.HOST)
                                        .with(Extension.subjectAlternativeName, false, new DERSequence()),
                                Exhibit.HOST)
                        .ours(critical(FindingCode.HOSTNAME_MISMATCH))
                        .jdk("name")
                        .because(
                                "RFC 9525, 2: the common name does not count. OpenSSL falls back to it; the JDK does so only where there is no alternative name at all."),
                named(
                                "empty subject, alternative name not critical",
                                Specimen.leaf().subject(new X500Name("")),
                                Exhibit.HOST)
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "RFC 5280, 4.1.2.6 demands that it is critical then, and the JDK, with which we read certificates, insists on it. OpenSSL does not."),
                named(
                                "empty subject, alternative name critical",
                                Specimen.leaf()
                                        .subject(new X500Name(""))
                                        .with(
                                                Extension.subjectAlternativeName,
                                                true,
                                                new DERSequence(new GeneralName(GeneralName.dNSName, Exhibit.HOST))),
                                Exhibit.HOST)
                        .agreed());
    }

    private static Draft named(String name, String inCertificate, String asked) {
        return named(name, new GeneralName(GeneralName.dNSName, inCertificate), asked);
    }

    private static Draft named(String name, GeneralName inCertificate, String asked) {
        return named(name, Specimen.leafNamed("server").names(inCertificate), asked);
    }

    private static Draft named(String name, Specimen leaf, String asked) {
        return exhibit(name).sends(leaf.by(AUTHORITY), AUTHORITY).trusting(ROOT).asked(asked);
    }

    private static GeneralName address(String written) {
        return new GeneralName(GeneralName.iPAddress, written);
    }

    /** A character that IA5String cannot hold. */
    private static GeneralName dnsBytes(String text) {
        return new GeneralName(GeneralName.dNSName, new DEROctetString(text.getBytes(StandardCharsets.UTF_8)));
    }
}
