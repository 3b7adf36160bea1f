package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.DerElement;
import dev.handshakefleet.certificate.KeyLimits;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.Role;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates that the server sent, read within bounds: at most 20 certificates, 64 KB each, keys within
 * {@link KeyLimits}. Duplicates are dropped.
 */
final class PresentedChain {

    static final int MOST_CERTIFICATES = 20;
    static final int LARGEST_CERTIFICATE = 64 * 1024;

    private static final int LARGEST_NAME_CONSTRAINTS = 8 * 1024;
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final int DER_SEQUENCE = DerElement.SEQUENCE;
    private static final int LONGEST_REASON = 120;

    private final List<byte[]> sent;
    private final Set<ParsedCertificate> readable = new LinkedHashSet<>();
    private final List<ParsedCertificate> asSent = new ArrayList<>();
    private final List<ChainProblem> problems = new ArrayList<>();
    private Optional<ParsedCertificate> leaf = Optional.empty();

    private PresentedChain(List<byte[]> sent) {
        this.sent = sent;
    }

    static PresentedChain read(List<byte[]> sent) {
        PresentedChain chain = new PresentedChain(sent);
        for (int position = 0; position < Math.min(sent.size(), MOST_CERTIFICATES); position++) {
            chain.add(position);
        }
        if (sent.size() > MOST_CERTIFICATES) {
            chain.problems.add(new ChainProblem.TooMany(sent.size(), MOST_CERTIFICATES));
        }
        return chain;
    }

    /**
     * @return the server's own certificate, which RFC 8446 (4.4.2) and RFC 5246 (7.4.2) put first; empty if unreadable
     */
    Optional<ParsedCertificate> leaf() {
        return leaf;
    }

    /** @return all readable certificates in the order sent, repetitions included */
    List<ParsedCertificate> asSent() {
        return asSent;
    }

    /** @return all readable certificates in the order sent, each once */
    Set<ParsedCertificate> certificates() {
        return readable;
    }

    /** @return the unreadable certificates, each with the reason */
    List<ChainProblem> problems() {
        return problems;
    }

    private void add(int position) {
        try {
            ParsedCertificate certificate = parse(sent.get(position));
            readable.add(certificate);
            asSent.add(certificate);
            if (position == 0) {
                leaf = Optional.of(certificate);
            }
        } catch (CertificateException | RuntimeException | StackOverflowError unusable) {
            String why = KeyLimits.excessOfCertificate(sent.get(position))
                    .or(() -> Optional.ofNullable(unusable.getMessage()))
                    .orElse("malformed");
            problems.add(new ChainProblem.WrongUsage(
                    unreadable(position), "it cannot be read: " + SafeText.line(why, LONGEST_REASON)));
        }
    }

    /**
     * @throws CertificateException when it is not one certificate within the bounds
     * @throws RuntimeException when the JDK fails on the encoding
     */
    static ParsedCertificate parse(byte[] der) throws CertificateException {
        if (der.length > LARGEST_CERTIFICATE) {
            throw new CertificateException("larger than 64 KB");
        }
        // Anything else makes the JDK look for PEM, which no server sends.
        if (der.length == 0 || der[0] != DER_SEQUENCE) {
            throw new CertificateException("not DER");
        }
        X509Certificate x509 = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        if (!Arrays.equals(der, x509.getEncoded())) {
            throw new CertificateException("not exactly one certificate in DER");
        }
        Optional<String> excess = KeyLimits.excess(x509.getPublicKey().getEncoded());
        if (excess.isPresent()) {
            throw new CertificateException(excess.get());
        }
        byte[] constraints = x509.getExtensionValue(NAME_CONSTRAINTS);
        if (constraints != null && constraints.length > LARGEST_NAME_CONSTRAINTS) {
            throw new CertificateException("its name constraints are larger than 8 KB");
        }
        return new ParsedCertificate(x509);
    }

    /** Describes a certificate of which only position and bytes are known. */
    private CertificateFacts unreadable(int position) {
        return CertificateFacts.builder()
                .role(position == 0 ? Role.LEAF : Role.INTERMEDIATE)
                .sent(true)
                .subject("(unreadable, number %d of %d sent)".formatted(position + 1, sent.size()))
                .issuer("")
                .serial("")
                .sha256(ParsedCertificate.sha256(sent.get(position)))
                .keySha256("")
                .notBefore(Instant.EPOCH)
                .notAfter(Instant.EPOCH)
                .key("unknown")
                .signature("unknown")
                .build();
    }
}
