package dev.handshakefleet.certificate;

import dev.handshakefleet.base.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates of a PEM file (RFC 7468) that a user named. */
final class PemBundle {

    private static final String ACCEPTED = "a readable PEM file with at least one certificate";
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]++)-----END CERTIFICATE-----");

    private PemBundle() {}

    static List<X509Certificate> read(Path file, String field) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = CERTIFICATE.matcher(text(file, field));
        while (block.find()) {
            try {
                certificates.add(parse(block.group(1)));
            } catch (CertificateException | RuntimeException broken) {
                int number = certificates.size() + 1;
                throw new BadInputException(field, "broken certificate " + number + " in " + file, ACCEPTED);
            }
        }
        if (certificates.isEmpty()) {
            throw new BadInputException(field, file, ACCEPTED);
        }
        return certificates;
    }

    private static String text(Path file, String field) {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BadInputException(field, "more than 4 MB in " + file, ACCEPTED);
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new BadInputException(field, file, ACCEPTED);
        }
    }

    private static X509Certificate parse(String base64) throws CertificateException {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        X509Certificate x509 = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        // Every search would skip an anchor that cannot be read completely, so it is refused now.
        return new ParsedCertificate(x509).x509();
    }
}
