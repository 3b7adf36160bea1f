package dev.handshakefleet.certificate;

import dev.handshakefleet.base.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The certificates of a file that a user named: PEM (RFC 7468) with text around it, or DER.
 *
 * <ul>
 *   <li>{@code CERTIFICATE} and {@code X509 CERTIFICATE}: one certificate.
 *   <li>{@code TRUSTED CERTIFICATE} of OpenSSL: one certificate, if its trust settings do not exclude TLS servers.
 *   <li>{@code PKCS7} and {@code CMS} (RFC 5652), in PEM or DER: all certificates inside. Their signatures do not count.
 *   <li>DER: one certificate.
 * </ul>
 *
 * Any other file is refused with the reason.
 */
final class CertificateFile {

    private static final String ACCEPTED = "a readable file with at least one certificate, in PEM (CERTIFICATE, TRUSTED"
            + " CERTIFICATE, PKCS7) or DER";
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int DER_SEQUENCE = 0x30;
    private static final byte[] JAVA_KEY_STORE = {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED};
    private static final String TRUSTED = "TRUSTED CERTIFICATE";
    private static final Set<String> KINDS = Set.of("CERTIFICATE", "X509 CERTIFICATE", TRUSTED, "PKCS7", "CMS");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]++)-----END \\1-----");
    private static final Pattern BEGINNING = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");

    private final Path file;
    private final String field;

    private CertificateFile(Path file, String field) {
        this.file = file;
        this.field = field;
    }

    static List<X509Certificate> read(Path file, String field) {
        return new CertificateFile(file, field).certificates();
    }

    private List<X509Certificate> certificates() {
        byte[] content = content();
        if (content.length > 0 && Byte.toUnsignedInt(content[0]) == DER_SEQUENCE) {
            return ofDer(content);
        }
        if (startsWith(content, JAVA_KEY_STORE)) {
            throw refused("a Java key store in " + file);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        Matcher beginning = BEGINNING.matcher(text);
        while (beginning.find()) {
            if (KINDS.contains(beginning.group(1))) {
                certificates.addAll(next(block.region(beginning.start(), text.length()), certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw refused(other(text)
                    .map(kinds -> kinds + " and no certificate in " + file)
                    .orElse(file.toString()));
        }
        return certificates;
    }

    private List<X509Certificate> next(Matcher block, int number) {
        try {
            if (block.lookingAt()) {
                return ofBlock(block.group(1), block.group(2));
            }
        } catch (BadInputException refused) {
            throw refused;
        } catch (CertificateException | IOException | RuntimeException broken) {
            // Reported below, as a block with characters that are not Base64 is.
        }
        throw refused("broken certificate " + number + " in " + file);
    }

    private byte[] content() {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused("more than 4 MB in " + file);
            }
            return bytes;
        } catch (IOException unreadable) {
            throw refused(file.toString());
        }
    }

    private List<X509Certificate> ofDer(byte[] der) {
        try {
            return parse(der);
        } catch (CertificateException | RuntimeException notOne) {
            throw refused("DER without a certificate, such as a PKCS#12 key store or a key, in " + file);
        }
    }

    private List<X509Certificate> ofBlock(String label, String base64) throws CertificateException, IOException {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return parse(label.equals(TRUSTED) ? ofTrusted(der) : der);
    }

    private static List<X509Certificate> parse(byte[] der) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der))) {
            // Every search would skip an anchor that cannot be read completely, so it is refused now.
            certificates.add(new ParsedCertificate((X509Certificate) certificate).x509());
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return certificates;
    }

    /**
     * The certificate in front of OpenSSL's trust settings: X509_CERT_AUX is a SEQUENCE of the purposes for which it is
     * trusted, and of those ([0]) for which it is rejected.
     */
    private byte[] ofTrusted(byte[] der) throws IOException {
        try (ASN1InputStream input = new ASN1InputStream(der)) {
            ASN1Primitive certificate = input.readObject();
            ASN1Primitive settings = input.readObject();
            if (settings instanceof ASN1Sequence sequence && excludesServers(sequence)) {
                throw refused("a TRUSTED CERTIFICATE whose trust settings exclude TLS servers in " + file);
            }
            return certificate.getEncoded();
        }
    }

    private static boolean excludesServers(ASN1Sequence settings) {
        for (ASN1Encodable element : settings) {
            if (element instanceof ASN1Sequence trusted && !names(trusted)) {
                return true;
            }
            if (element instanceof ASN1TaggedObject tagged
                    && tagged.getTagNo() == 0
                    && names(ASN1Sequence.getInstance(tagged, false))) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(ASN1Sequence purposes) {
        for (ASN1Encodable purpose : purposes) {
            ASN1ObjectIdentifier name = ASN1ObjectIdentifier.getInstance(purpose);
            if (name.equals(KeyPurposeId.id_kp_serverAuth.toOID())
                    || name.equals(KeyPurposeId.anyExtendedKeyUsage.toOID())) {
                return true;
            }
        }
        return false;
    }

    /** The kinds of PEM objects in a file without a certificate. */
    private static Optional<String> other(String text) {
        Set<String> labels = new LinkedHashSet<>();
        BEGINNING.matcher(text).results().limit(10).forEach(found -> labels.add(found.group(1)));
        return labels.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", labels));
    }

    private static boolean startsWith(byte[] content, byte[] beginning) {
        return content.length >= beginning.length
                && Arrays.equals(content, 0, beginning.length, beginning, 0, beginning.length);
    }

    private BadInputException refused(String what) {
        return new BadInputException(field, what, ACCEPTED);
    }
}
