package dev.handshakefleet.certificate;

import dev.handshakefleet.base.SafeText;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that is read completely by its constructor, so that a hostile encoding fails there or nowhere. Two are
 * equal if their encodings are. Immutable.
 */
public final class ParsedCertificate {

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final int KEY_IDENTIFIER_TAG = 0x80;
    private static final int KEY_CERT_SIGN = 5;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_SERIAL = 64;
    private static final int MOST_NAMES = 100;

    /** Attribute types that server certificates use and RFC 4514 gives no name. */
    private static final Map<String, String> ATTRIBUTE_NAMES = Map.of(
            "1.2.840.113549.1.9.1", "emailAddress",
            "2.5.4.5", "serialNumber",
            "2.5.4.15", "businessCategory",
            "2.5.4.17", "postalCode",
            "2.5.4.97", "organizationIdentifier",
            "1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST",
            "1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC");

    /** A chain that is seen again is not read again. */
    private static final RecentCertificates<Content> READ = new RecentCertificates<>();

    private final X509Certificate x509;
    private final Content content;

    /** What the constructor reads. */
    private record Content(
            SubjectNames names,
            Optional<ByteBuffer> subjectKeyIdentifier,
            Optional<ByteBuffer> authorityKeyIdentifier,
            Optional<List<String>> extendedKeyUsage,
            Optional<String> encodingFault,
            CertificateKey key,
            CertificateSignature signature,
            CertificateFacts facts) {

        static Content of(X509Certificate x509) throws CertificateException {
            SubjectNames names = SubjectNames.of(x509);
            CertificateKey key = CertificateKey.of(x509.getPublicKey());
            CertificateSignature signature = CertificateSignature.of(x509);
            return new Content(
                    names,
                    DerElement.ofExtension(x509, SUBJECT_KEY_IDENTIFIER, DerElement.OCTET_STRING)
                            .map(DerElement::content),
                    ParsedCertificate.authorityKeyIdentifier(x509).map(DerElement::content),
                    Optional.ofNullable(x509.getExtendedKeyUsage()).map(List::copyOf),
                    StrictEncoding.fault(x509),
                    key,
                    signature,
                    CertificateFacts.builder()
                            .role(Role.INTERMEDIATE)
                            .sent(true)
                            .subject(distinguishedName(x509.getSubjectX500Principal()))
                            .issuer(distinguishedName(x509.getIssuerX500Principal()))
                            .serial(serial(x509))
                            .sha256(ParsedCertificate.sha256(x509.getEncoded()))
                            .keySha256(
                                    ParsedCertificate.sha256(x509.getPublicKey().getEncoded()))
                            .notBefore(x509.getNotBefore().toInstant())
                            .notAfter(x509.getNotAfter().toInstant())
                            .key(key.label())
                            .signature(signature.label())
                            .names(names.shown(MOST_NAMES))
                            .build());
        }

        /** Many names take more memory than the encoding that they stand in. */
        boolean isSmall() {
            return names.dnsNames().size() + names.addresses().size() <= MOST_NAMES;
        }
    }

    /**
     * @throws CertificateException when an extension cannot be read
     * @throws RuntimeException when the JDK fails on the encoding
     */
    public ParsedCertificate(X509Certificate x509) throws CertificateException {
        this.x509 = x509;
        Optional<Content> known = READ.of(x509);
        content = known.isPresent() ? known.get() : Content.of(x509);
        if (known.isEmpty() && content.isSmall()) {
            READ.keep(x509, content);
        }
    }

    public X509Certificate x509() {
        return x509;
    }

    public X500Principal subject() {
        return x509.getSubjectX500Principal();
    }

    public X500Principal issuer() {
        return x509.getIssuerX500Principal();
    }

    public PublicKey key() {
        return x509.getPublicKey();
    }

    public CertificateKey keyFacts() {
        return content.key();
    }

    public CertificateSignature signature() {
        return content.signature();
    }

    public SubjectNames names() {
        return content.names();
    }

    /** @return whether its key can decrypt as well as sign: an RSA key that is not limited to RSASSA-PSS */
    public boolean hasRsaKey() {
        return key().getAlgorithm().equals("RSA");
    }

    public String sha256() {
        return content.facts().sha256();
    }

    public Instant notBefore() {
        return content.facts().notBefore();
    }

    public Instant notAfter() {
        return content.facts().notAfter();
    }

    /** @return whether subject and issuer are the same name. Whether its own key signed it is another question */
    public boolean isSelfIssued() {
        return subject().equals(issuer());
    }

    public boolean hasSubjectAndKeyOf(ParsedCertificate other) {
        return subject().equals(other.subject()) && key().equals(other.key());
    }

    /** @return whether the key identifiers (RFC 5280, 4.2.1.1) show that another key than the issuer's signed this */
    public boolean namesAnotherKeyThanOf(ParsedCertificate issuer) {
        return content.authorityKeyIdentifier().isPresent()
                && issuer.content.subjectKeyIdentifier().isPresent()
                && !content.authorityKeyIdentifier().equals(issuer.content.subjectKeyIdentifier());
    }

    /** @return the faults of its encoding that the JDK accepts and other readers refuse */
    public Optional<String> encodingFault() {
        return content.encodingFault();
    }

    public boolean isVersion3() {
        return x509.getVersion() >= 3;
    }

    public boolean hasCaFlag() {
        return x509.getBasicConstraints() >= 0;
    }

    /** @return how many intermediates may be below this one; {@link Integer#MAX_VALUE} if that is not limited */
    public int pathLength() {
        return hasCaFlag() ? x509.getBasicConstraints() : Integer.MAX_VALUE;
    }

    /** @return whether its key may sign certificates, as far as its key usage says */
    public boolean maySignCertificates() {
        return mayBeUsed(KEY_CERT_SIGN);
    }

    /** @return whether its key usage is absent or holds one of the bits (RFC 5280, 4.2.1.3) */
    public boolean mayBeUsed(int... bits) {
        boolean[] usage = x509.getKeyUsage();
        if (usage == null) {
            return true;
        }
        for (int bit : bits) {
            if (bit < usage.length && usage[bit]) {
                return true;
            }
        }
        return false;
    }

    /** @return the purposes (OIDs) that it is limited to; empty if it is not limited */
    public Optional<List<String>> extendedKeyUsage() {
        return content.extendedKeyUsage();
    }

    public boolean hasUnknownCriticalExtension() {
        return x509.hasUnsupportedCriticalExtension();
    }

    /** @return whether it is inside its validity, whose last second counts (RFC 5280, 4.1.2.5) */
    public boolean isValidAt(Instant now) {
        return content.facts().isValidAt(now);
    }

    public CertificateFacts facts(Role role, boolean sent) {
        return content.facts().as(role, sent);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParsedCertificate certificate && x509.equals(certificate.x509);
    }

    @Override
    public int hashCode() {
        return x509.hashCode();
    }

    /** @return the identifier of the key that signed a certificate (RFC 5280, 4.2.1.1), where it names one */
    static Optional<DerElement> authorityKeyIdentifier(X509Certificate x509) {
        return DerElement.allOfExtension(x509, AUTHORITY_KEY_IDENTIFIER).stream()
                .filter(field -> field.tag() == KEY_IDENTIFIER_TAG)
                .findFirst();
    }

    public static String sha256(byte[] encoding) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoding));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String distinguishedName(X500Principal name) {
        return SafeText.line(name.getName(X500Principal.RFC2253, ATTRIBUTE_NAMES), LONGEST_NAME);
    }

    private static String serial(X509Certificate certificate) {
        byte[] bytes = certificate.getSerialNumber().toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        String hex = HexFormat.of().formatHex(bytes, from, bytes.length);
        return hex.substring(0, Math.min(hex.length(), LONGEST_SERIAL));
    }
}
