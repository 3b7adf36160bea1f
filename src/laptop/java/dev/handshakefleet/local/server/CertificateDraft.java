package dev.handshakefleet.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate before it is signed. Its methods set its content; {@link #issuedBy} or {@link #selfSigned} makes it.
 * Each fault has a method of its own, so a test names its fault. Not thread-safe; a draft may be issued more than
 * once, each time with a fresh serial number.
 */
public final class CertificateDraft {

    private static final ASN1ObjectIdentifier NOBODY_KNOWS = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final int SERIAL_BITS = 120;

    private final X500Principal subject;
    private final List<GeneralName> names = new ArrayList<>();
    private final List<GeneralSubtree> permitted = new ArrayList<>();
    private final DraftPointers pointers = new DraftPointers();
    private boolean authority;
    private boolean keyIdentifiers = true;
    private boolean unknownCriticalExtension;
    private boolean forged;
    private int keyUsage;
    private Optional<Integer> pathLength = Optional.empty();
    private List<KeyPurposeId> purposes = List.of();
    private Optional<KeyPair> keyPair = Optional.empty();
    private Optional<String> signatureAlgorithm = Optional.empty();
    private Optional<BigInteger> serial = Optional.empty();
    private Instant notBefore;
    private Instant notAfter;

    private CertificateDraft(String commonName, int days) {
        subject = new X500Principal(commonName.isEmpty() || commonName.contains("=") ? commonName : "CN=" + commonName);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        // Half of its lifetime has passed, so it is neither new nor near its end.
        notBefore = now.minus(Duration.ofDays(days).dividedBy(2));
        notAfter = notBefore.plus(Duration.ofDays(days));
    }

    static CertificateDraft ofAuthority(String commonName, int days) {
        CertificateDraft draft = new CertificateDraft(commonName, days);
        draft.authority = true;
        draft.keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        return draft;
    }

    static CertificateDraft ofServer(String commonName, int days) {
        CertificateDraft draft = new CertificateDraft(commonName, days);
        draft.keyUsage = KeyUsage.digitalSignature;
        draft.purposes = List.of(KeyPurposeId.id_kp_serverAuth);
        return draft;
    }

    /** The kind of key; EC P-256 by default. */
    public CertificateDraft key(KeyKind kind) {
        return key(kind.generate());
    }

    /** An existing key: to share it with another certificate, or because making one is slow. */
    public CertificateDraft key(KeyPair existing) {
        keyPair = Optional.of(existing);
        return this;
    }

    /** First and last second of its validity. */
    public CertificateDraft valid(Instant from, Instant until) {
        notBefore = from;
        notAfter = until;
        return this;
    }

    /** DNS names of the subject alternative name, as given. */
    public CertificateDraft dns(String... dnsNames) {
        Arrays.stream(dnsNames)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .forEach(names::add);
        return this;
    }

    /** IP addresses of the subject alternative name. */
    public CertificateDraft ip(String... addresses) {
        Arrays.stream(addresses)
                .map(address -> new GeneralName(GeneralName.iPAddress, address))
                .forEach(names::add);
        return this;
    }

    /** The number of intermediates that may be below it. */
    public CertificateDraft pathLength(int length) {
        pathLength = Optional.of(length);
        return this;
    }

    /** Name constraint: certificates below it may only name this domain and what is under it. */
    public CertificateDraft permittingOnly(String domain) {
        permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
        return this;
    }

    /** The purposes of its extended key usage; none leaves the extension out. */
    public CertificateDraft purposes(KeyPurposeId... only) {
        purposes = List.of(only);
        return this;
    }

    /** A given serial number, which may be negative. */
    public CertificateDraft serial(BigInteger chosen) {
        serial = Optional.of(chosen);
        return this;
    }

    /** The JCA name of its signature algorithm, such as {@code MD5withRSA}. */
    public CertificateDraft signedWith(String algorithm) {
        signatureAlgorithm = Optional.of(algorithm);
        return this;
    }

    /** Fault: an authority whose basic constraints do not say so. */
    public CertificateDraft withoutCaFlag() {
        authority = false;
        return this;
    }

    /** Fault: an authority whose key usage lacks keyCertSign; for a server: one that may neither sign nor agree. */
    public CertificateDraft withoutItsKeyUsage() {
        keyUsage = KeyUsage.cRLSign;
        return this;
    }

    /** Fault: names its issuer, but another key signs it. */
    public CertificateDraft forged() {
        forged = true;
        return this;
    }

    /** Fault: a critical extension that no validator knows. */
    public CertificateDraft unknownCriticalExtension() {
        unknownCriticalExtension = true;
        return this;
    }

    /** The address of its OCSP responder. */
    public CertificateDraft ocspAt(URI responder) {
        pointers.access(AccessDescription.id_ad_ocsp, responder);
        return this;
    }

    /** The address of its issuer's certificate. */
    public CertificateDraft issuerAt(URI certificate) {
        pointers.access(AccessDescription.id_ad_caIssuers, certificate);
        return this;
    }

    /** The address of its issuer's revocation list. */
    public CertificateDraft crlAt(URI list) {
        pointers.revocationList(list);
        return this;
    }

    /** Its server must send a stapled OCSP answer (RFC 7633). */
    public CertificateDraft mustStaple() {
        pointers.mustStaple();
        return this;
    }

    /** A non-critical extension with that content. */
    public CertificateDraft extension(ASN1ObjectIdentifier oid, ASN1Encodable content) {
        pointers.other(oid, content);
        return this;
    }

    /** Fault: an authority that may issue certificates but no revocation lists. */
    public CertificateDraft withoutCrlSign() {
        keyUsage = KeyUsage.keyCertSign;
        return this;
    }

    /** Old style: neither subject nor authority key identifier. */
    public CertificateDraft withoutKeyIdentifiers() {
        keyIdentifiers = false;
        return this;
    }

    /** @return the identity, signed by the issuer's key, with the issuer's chain behind it */
    public LocalIdentity issuedBy(LocalIdentity issuer) {
        KeyPair own = keyPair.orElseGet(KeyKind.EC_P256::generate);
        List<X509Certificate> chain = new ArrayList<>(issuer.chain());
        chain.remove(issuer.root());
        chain.addFirst(sign(own, issuer.keyPair(), issuer.certificate().getSubjectX500Principal()));
        return new LocalIdentity(own, chain, issuer.root());
    }

    /** @return the identity, signed by its own key */
    public LocalIdentity selfSigned() {
        KeyPair own = keyPair.orElseGet(KeyKind.EC_P256::generate);
        X509Certificate certificate = sign(own, own, subject);
        return new LocalIdentity(own, List.of(certificate), certificate);
    }

    private X509Certificate sign(KeyPair own, KeyPair issuerKeys, X500Principal issuer) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    serial.orElseGet(() -> new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    own.getPublic());
            addExtensions(builder, own, issuerKeys);
            KeyPair signer = forged ? KeyKind.of(issuerKeys.getPublic()).generate() : issuerKeys;
            String algorithm = signatureAlgorithm.orElseGet(
                    () -> KeyKind.of(signer.getPublic()).signatureAlgorithm());
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException notMadeForThatKey) {
            throw new IllegalStateException("Cannot sign " + subject, notMadeForThatKey);
        } catch (IOException notEncodable) {
            throw new UncheckedIOException(notEncodable);
        }
    }

    private void addExtensions(JcaX509v3CertificateBuilder builder, KeyPair own, KeyPair issuerKeys)
            throws IOException, GeneralSecurityException {
        builder.addExtension(Extension.basicConstraints, true, basicConstraints());
        if (keyUsage != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        }
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    subject.getName().isEmpty(),
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        if (!permitted.isEmpty()) {
            builder.addExtension(
                    Extension.nameConstraints,
                    true,
                    new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null));
        }
        if (keyIdentifiers) {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(own.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
        }
        pointers.addTo(builder);
        if (unknownCriticalExtension) {
            builder.addExtension(NOBODY_KNOWS, true, DERNull.INSTANCE);
        }
    }

    private BasicConstraints basicConstraints() {
        if (!authority) {
            return new BasicConstraints(false);
        }
        return pathLength.map(BasicConstraints::new).orElseGet(() -> new BasicConstraints(true));
    }
}
