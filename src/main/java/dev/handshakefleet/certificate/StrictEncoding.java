package dev.handshakefleet.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Encoding faults of a certificate that the JDK accepts and OpenSSL refuses: dates that are not in UTC to the second
 * (RFC 5280, 4.1.2.5.1 and 4.1.2.5.2; Chrome refuses them too), and names with the tag of UTF-8 that are not valid
 * UTF-8 (RFC 3629; Go refuses them too).
 */
final class StrictEncoding {

    private static final int VERSION = 0xA0;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final Pattern UTC = Pattern.compile("\\d{12}Z");
    private static final Pattern GENERALIZED = Pattern.compile("\\d{14}Z");

    /** The positions of the fields behind the version: serial number, algorithm, issuer, validity, subject. */
    private static final int ISSUER = 2;

    private static final int VALIDITY = 3;
    private static final int SUBJECT = 4;

    private StrictEncoding() {}

    /** @return the faults, each as a text that fits behind "is refused:" */
    static Optional<String> fault(X509Certificate certificate) throws CertificateEncodingException {
        List<DerElement> fields = DerElement.only(ByteBuffer.wrap(certificate.getTBSCertificate()), DerElement.SEQUENCE)
                .map(StrictEncoding::inside)
                .orElse(List.of());
        List<DerElement> unversioned =
                fields.stream().dropWhile(field -> field.tag() == VERSION).toList();
        if (unversioned.size() <= SUBJECT) {
            return Optional.empty();
        }
        if (!inside(unversioned.get(VALIDITY)).stream().allMatch(StrictEncoding::isTimeInUtc)) {
            return Optional.of("its dates are not written in UTC to the second");
        }
        return Stream.of(ISSUER, SUBJECT)
                .flatMap(field -> texts(unversioned.get(field)))
                .filter(text -> !isUtf8(text))
                .findFirst()
                .map(broken -> "a name in it is not valid UTF-8");
    }

    private static boolean isTimeInUtc(DerElement time) {
        String written = new String(time.bytes(), StandardCharsets.ISO_8859_1);
        return (time.tag() == UTC_TIME ? UTC : GENERALIZED).matcher(written).matches();
    }

    /** Name → RelativeDistinguishedName → AttributeTypeAndValue → value. */
    private static Stream<DerElement> texts(DerElement name) {
        return inside(name).stream()
                .flatMap(relativeName -> inside(relativeName).stream())
                .flatMap(attribute -> inside(attribute).stream())
                .filter(part -> part.tag() == UTF8_STRING);
    }

    private static boolean isUtf8(DerElement text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(text.content().duplicate());
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static List<DerElement> inside(DerElement element) {
        return DerElement.all(element.content()).orElse(List.of());
    }
}
