package dev.handshakefleet.probe.tls.identity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Finds the certificate of a private key, and the certificates above it. */
final class KeyPairing {

    private static final String ACCEPTED_KEYS = "an RSA, EC, Ed25519 or Ed448 key";
    private static final int MOST_CERTIFICATES = 10;

    private KeyPairing() {}

    static ClientIdentity of(PrivateKeyInfo keyInfo, List<Certificate> certificates) {
        AsymmetricKeyParameter key = key(keyInfo);
        Certificate leaf = certificates.stream()
                .filter(certificate -> belong(key, certificate))
                .findFirst()
                .orElseThrow(() -> ClientIdentity.bad(
                        "a private key that belongs to none of its " + certificates.size() + " certificates",
                        "a private key beside its certificate"));
        List<Certificate> chain = new ArrayList<>(List.of(leaf));
        Optional<Certificate> issuer = issuer(leaf, certificates);
        while (issuer.isPresent() && !chain.contains(issuer.get()) && chain.size() < MOST_CERTIFICATES) {
            chain.add(issuer.get());
            issuer = issuer(issuer.get(), certificates);
        }
        return new ClientIdentity(chain, key);
    }

    private static AsymmetricKeyParameter key(PrivateKeyInfo keyInfo) {
        AsymmetricKeyParameter key;
        try {
            key = PrivateKeyFactory.createKey(keyInfo);
        } catch (IOException | RuntimeException unreadable) {
            throw ClientIdentity.bad("a private key that cannot be read", ACCEPTED_KEYS);
        }
        return switch (key) {
            case RSAKeyParameters rsa -> rsa;
            case ECPrivateKeyParameters ec -> ec;
            case Ed25519PrivateKeyParameters edwards -> edwards;
            case Ed448PrivateKeyParameters edwards -> edwards;
            default -> throw ClientIdentity.bad("a private key of an unsupported type", ACCEPTED_KEYS);
        };
    }

    private static boolean belong(AsymmetricKeyParameter key, Certificate certificate) {
        AsymmetricKeyParameter open;
        try {
            open = PublicKeyFactory.createKey(certificate.getSubjectPublicKeyInfo());
        } catch (IOException | RuntimeException ofAnotherKind) {
            return false;
        }
        return switch (key) {
            case RSAKeyParameters own ->
                open instanceof RSAKeyParameters other && own.getModulus().equals(other.getModulus());
            case ECPrivateKeyParameters own ->
                open instanceof ECPublicKeyParameters other
                        && own.getParameters().equals(other.getParameters())
                        && own.getParameters().getG().multiply(own.getD()).equals(other.getQ());
            case Ed25519PrivateKeyParameters own ->
                open instanceof Ed25519PublicKeyParameters other
                        && Arrays.equals(own.generatePublicKey().getEncoded(), other.getEncoded());
            case Ed448PrivateKeyParameters own ->
                open instanceof Ed448PublicKeyParameters other
                        && Arrays.equals(own.generatePublicKey().getEncoded(), other.getEncoded());
            default -> false;
        };
    }

    private static Optional<Certificate> issuer(Certificate certificate, List<Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.getSubject().equals(certificate.getIssuer()))
                .findFirst();
    }
}
