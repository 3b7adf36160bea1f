package dev.handshakefleet.certificate;

import java.security.AsymmetricKey;
import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;

/** The algorithm and size of a public key in words, such as {@code RSA 2048}, {@code EC P-256}, {@code ML-DSA-65}. */
final class KeyLabel {

    private static final int LONGEST = 40;

    private KeyLabel() {}

    static String of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> (isPss(rsa) ? "RSA-PSS " : "RSA ") + modulusBits(rsa);
            case DSAPublicKey dsa -> "DSA " + modulusBits(dsa);
            case ECPublicKey ec -> "EC " + curve(ec);
            case AsymmetricKey other when other.getParams() instanceof NamedParameterSpec named -> named.getName();
            default -> ShownText.of(key.getAlgorithm(), LONGEST);
        };
    }

    /** @return the size in bits of the modulus of an RSA or DSA key; 0 for every other kind */
    static int modulusBits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength();
            case DSAPublicKey dsa
            when dsa.getParams() != null -> dsa.getParams().getP().bitLength();
            default -> 0;
        };
    }

    private static boolean isPss(RSAPublicKey key) {
        return "RSASSA-PSS".equals(key.getAlgorithm());
    }

    // The JDK reads certificates on the NIST prime curves only, so that the size of the field names the curve.
    private static String curve(ECPublicKey key) {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        return switch (bits) {
            case 256, 384, 521 -> "P-" + bits;
            default -> String.valueOf(bits);
        };
    }
}
