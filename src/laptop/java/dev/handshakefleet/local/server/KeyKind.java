package dev.handshakefleet.local.server;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;

/** The kinds of keys of local certificates, each with its signature algorithm. */
public enum KeyKind {
    EC_P256("SHA256withECDSA"),
    EC_P384("SHA384withECDSA"),
    RSA_2048("SHA256withRSA"),
    ED25519("Ed25519"),
    ML_DSA_65("ML-DSA-65");

    private static final int RSA_BITS = 2_048;

    private final String signatureAlgorithm;

    KeyKind(String signatureAlgorithm) {
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** @return a new pair; RSA takes a noticeable part of a second, so reuse one if the key does not matter */
    public KeyPair generate() {
        try {
            return generator().generateKeyPair();
        } catch (GeneralSecurityException everyJdk25HasThem) {
            throw new IllegalStateException(everyJdk25HasThem);
        }
    }

    /** @return the kind of a key that exists; the nearest one where its size is another */
    static KeyKind of(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() > 256 ? EC_P384 : EC_P256;
            case RSAPublicKey rsa -> RSA_2048;
            case EdECPublicKey edwards -> ED25519;
            case PublicKey other when other.getAlgorithm().startsWith("ML-DSA") -> ML_DSA_65;
            default ->
                throw new IllegalArgumentException("key: " + key.getAlgorithm() + "; accepted: EC, RSA, EdDSA, ML-DSA");
        };
    }

    /** @return the JCA name of the default signature algorithm for this kind */
    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    private KeyPairGenerator generator() throws GeneralSecurityException {
        return switch (this) {
            case EC_P256 -> onCurve("secp256r1");
            case EC_P384 -> onCurve("secp384r1");
            case RSA_2048 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
                yield generator;
            }
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
            case ML_DSA_65 -> KeyPairGenerator.getInstance("ML-DSA-65");
        };
    }

    private static KeyPairGenerator onCurve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator;
    }
}
