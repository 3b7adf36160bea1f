package dev.handshakefleet.verdict.zoo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.operator.ContentSigner;

/**
 * A certificate before it is signed, put together field by field, so that every field can be wrong. By default it is sound around
 * the day of the zoo ({@link Exhibit#TODAY}). Not thread-safe.
 */
final class Specimen {

    private static final int SERIAL_BITS = 120;

    private final List<Extension> extensions = new ArrayList<>();
    private X500Name subject;
    private int version = 3;
    private BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
    private ASN1Encodable notBefore;
    private ASN1Encodable notAfter;
    private SpecimenKey key = SpecimenKey.p256();
    private boolean keyIdentifiers = true;
    private boolean forged;
    private Optional<String> algorithm = Optional.empty();
    private Optional<AlgorithmIdentifier> algorithmInside = Optional.empty();

    private Specimen(String name, String from, String until) {
        subject = new X500Name(name.isEmpty() || name.contains("=") ? name : "CN=" + name);
        valid(from, until);
    }

    static Specimen root(String name) {
        return authority(name, "2015-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
    }

    static Specimen intermediate(String name) {
        return authority(name, "2018-01-01T00:00:00Z", "2034-01-01T00:00:00Z");
    }

    private static Specimen authority(String name, String from, String until) {
        return new Specimen(name, from, until)
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    /** A server certificate of 90 days for the host of the zoo. */
    static Specimen leaf() {
        return leafNamed("server").dns(Exhibit.HOST);
    }

    /** The same without a subject alternative name. */
    static Specimen leafNamed(String name) {
        return new Specimen(name, "2026-10-01T00:00:00Z", "2026-12-29T23:59:59Z")
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }

    Specimen key(SpecimenKey own) {
        key = own;
        return this;
    }

    Specimen subject(X500Name name) {
        subject = name;
        return this;
    }

    Specimen serial(BigInteger number) {
        serial = number;
        return this;
    }

    Specimen valid(String from, String until) {
        return dates(new Time(Date.from(Instant.parse(from))), new Time(Date.from(Instant.parse(until))));
    }

    /** Any two elements in the place of its dates. */
    Specimen dates(ASN1Encodable from, ASN1Encodable until) {
        notBefore = from;
        notAfter = until;
        return this;
    }

    Specimen dns(String... names) {
        return names(Arrays.stream(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    Specimen names(GeneralName... names) {
        return with(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    Specimen purposes(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    Specimen usage(int bits) {
        return with(Extension.keyUsage, true, new KeyUsage(bits));
    }

    Specimen pathLength(int length) {
        return with(Extension.basicConstraints, true, new BasicConstraints(length));
    }

    /** The extension, in the place of the one of its kind. */
    Specimen with(ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable content) {
        return without(kind).again(kind, critical, content);
    }

    /** The extension, beside any other of its kind. */
    Specimen again(ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable content) {
        try {
            extensions.add(
                    new Extension(kind, critical, content.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        } catch (IOException notEncodable) {
            throw new UncheckedIOException(notEncodable);
        }
        return this;
    }

    Specimen without(ASN1ObjectIdentifier kind) {
        extensions.removeIf(extension -> extension.getExtnId().equals(kind));
        return this;
    }

    Specimen withoutKeyIdentifiers() {
        keyIdentifiers = false;
        return this;
    }

    /** X.509 version 1, which knows no extensions. */
    Specimen version1() {
        version = 1;
        keyIdentifiers = false;
        extensions.clear();
        return this;
    }

    /** Another version than its fields are of. */
    Specimen sayingVersion(int number) {
        version = number;
        return this;
    }

    Specimen signedWith(String name) {
        algorithm = Optional.of(name);
        return this;
    }

    /** Another algorithm in the signed part than beside the signature. */
    Specimen sayingInside(AlgorithmIdentifier other) {
        algorithmInside = Optional.of(other);
        return this;
    }

    /** Names its issuer, but another key signs it. */
    Specimen forged() {
        forged = true;
        return this;
    }

    Issued selfSigned() {
        return sign(key, subject);
    }

    Issued by(Issued issuer) {
        return sign(issuer.key(), issuer.subject());
    }

    private Issued sign(SpecimenKey issuerKey, X500Name issuer) {
        if (keyIdentifiers) {
            addIfMissing(Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(identifier(key)));
            addIfMissing(Extension.authorityKeyIdentifier, new AuthorityKeyIdentifier(identifier(issuerKey)));
        }
        ContentSigner signer = (forged ? SpecimenKey.p256() : issuerKey)
                .signer(algorithm.orElse(forged ? "SHA256withECDSA" : issuerKey.algorithm()));
        DERSequence signed = signedPart(issuer, signer.getAlgorithmIdentifier());
        try (OutputStream content = signer.getOutputStream()) {
            content.write(signed.getEncoded(ASN1Encoding.DER));
            ASN1Encodable[] whole = {signed, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature())};
            return new Issued(new DERSequence(whole).getEncoded(ASN1Encoding.DER), key, subject);
        } catch (IOException notEncodable) {
            throw new UncheckedIOException(notEncodable);
        }
    }

    private DERSequence signedPart(X500Name issuer, AlgorithmIdentifier signature) {
        ASN1EncodableVector fields = new ASN1EncodableVector();
        if (version > 1) {
            fields.add(new DERTaggedObject(true, 0, new ASN1Integer(version - 1)));
        }
        fields.add(new ASN1Integer(serial));
        fields.add(algorithmInside.orElse(signature));
        fields.add(issuer);
        fields.add(new DERSequence(new ASN1Encodable[] {notBefore, notAfter}));
        fields.add(subject);
        fields.add(key.info());
        if (!extensions.isEmpty()) {
            fields.add(new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(ASN1Encodable[]::new))));
        }
        return new DERSequence(fields);
    }

    private void addIfMissing(ASN1ObjectIdentifier kind, ASN1Encodable content) {
        if (extensions.stream().noneMatch(extension -> extension.getExtnId().equals(kind))) {
            again(kind, false, content);
        }
    }

    private static byte[] identifier(SpecimenKey key) {
        try {
            return MessageDigest.getInstance("SHA-1")
                    .digest(key.info().getPublicKeyData().getBytes());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
