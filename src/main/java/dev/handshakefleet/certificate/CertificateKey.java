package dev.handshakefleet.certificate;

import dev.handshakefleet.base.SafeText;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParametersHolder;

/**
 * The public key of a certificate.
 *
 * @param label algorithm and size, such as {@code RSA 2048}, {@code EC P-256}, {@code EC brainpoolP256r1}, {@code
 *     ML-DSA-65}
 * @param modulusBits size of the modulus of an RSA or DSA key; 0 for every other kind
 * @param fieldBits size of the field of an elliptic curve of ECDSA; 0 for every other kind, Ed25519 among them
 * @param hasExponentOne whether it is an RSA key that encrypts nothing
 */
public record CertificateKey(String label, int modulusBits, int fieldBits, boolean hasExponentOne) {

    private static final int LONGEST = 40;

    private static final Map<String, String> NIST_CURVES =
            Map.of("1.2.840.10045.3.1.7", "P-256", "1.3.132.0.34", "P-384", "1.3.132.0.35", "P-521");

    static CertificateKey of(PublicKey key) {
        // No pattern switch: a JVM makes a class for each, and this one is on the way of the first probe.
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            boolean one = rsa.getPublicExponent().equals(BigInteger.ONE);
            return new CertificateKey((isPss(rsa) ? "RSA-PSS " : "RSA ") + bits, bits, 0, one);
        }
        if (key instanceof DSAPublicKey dsa) {
            int bits = dsa.getParams() == null ? 0 : dsa.getParams().getP().bitLength();
            return new CertificateKey("DSA " + bits, bits, 0, false);
        }
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            String name = curve(key).map(CertificateKey::name).orElseGet(() -> String.valueOf(bits));
            return new CertificateKey("EC " + name, 0, bits, false);
        }
        if (key.getParams() instanceof NamedParameterSpec named) {
            return new CertificateKey(named.getName(), 0, 0, false);
        }
        return ofCurveUnknownToJdk(key)
                .orElseGet(() -> new CertificateKey(SafeText.line(key.getAlgorithm(), LONGEST), 0, 0, false));
    }

    /**
     * @return whether Bouncy Castle computes on the curve of this key and the JDK does not. The JDK knows three NIST
     *     curves
     */
    public static boolean isOnCurveUnknownToJdk(PublicKey key) {
        return !isOnCurveOfTheJdk(key)
                && curve(key)
                        .filter(oid -> !NIST_CURVES.containsKey(oid.getId()))
                        .isPresent();
    }

    private static boolean isOnCurveOfTheJdk(PublicKey key) {
        return key instanceof ECPublicKey ec && EcdsaKeys.isOnKnownCurve(ec);
    }

    private static Optional<CertificateKey> ofCurveUnknownToJdk(PublicKey key) {
        return curve(key).map(oid -> {
            X9ECParametersHolder parameters = ECNamedCurveTable.getByOIDLazy(oid);
            int bits = parameters.getCurve().getFieldSize();
            return new CertificateKey("EC " + name(oid), 0, bits, false);
        });
    }

    private static String name(ASN1ObjectIdentifier curve) {
        return NIST_CURVES.getOrDefault(curve.getId(), String.valueOf(ECNamedCurveTable.getName(curve)));
    }

    private static Optional<ASN1ObjectIdentifier> curve(PublicKey key) {
        if (!key.getAlgorithm().toUpperCase(Locale.ROOT).startsWith("EC")) {
            return Optional.empty();
        }
        try {
            Object parameters = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                    .getAlgorithm()
                    .getParameters();
            return parameters instanceof ASN1ObjectIdentifier oid && ECNamedCurveTable.getByOIDLazy(oid) != null
                    ? Optional.of(oid)
                    : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isPss(RSAPublicKey key) {
        return "RSASSA-PSS".equals(key.getAlgorithm());
    }
}
