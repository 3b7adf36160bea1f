package dev.handshakefleet.certificate;

import dev.handshakefleet.base.SafeText;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;

/**
 * The algorithm of a certificate's signature.
 *
 * @param label JCA name of the algorithm, such as {@code SHA256withRSA}; of an RSASSA-PSS signature with the hash that
 *     its
 *     parameters name, such as {@code SHA256withRSAandMGF1}
 * @param isWeak whether its hash is broken: MD2, MD4, MD5 or SHA-1
 */
public record CertificateSignature(String label, boolean isWeak) {

    private static final int LONGEST = 60;
    private static final String PSS = "RSASSA-PSS";
    private static final Pattern BROKEN = Pattern.compile("^(MD2|MD4|MD5|SHA-?1)(WITH|AND|$).*");

    static CertificateSignature of(X509Certificate x509) {
        String name = x509.getSigAlgName();
        String shown = SafeText.line(name.equals(PSS) ? pssName(x509) : name, LONGEST);
        return new CertificateSignature(
                shown, BROKEN.matcher(shown.toUpperCase(Locale.ROOT)).matches());
    }

    private static String pssName(X509Certificate x509) {
        try {
            byte[] parameters = x509.getSigAlgParams();
            RSASSAPSSparams read = RSASSAPSSparams.getInstance(parameters);
            // The name of the algorithm, or its number where it has no name.
            return new DefaultAlgorithmNameFinder().getAlgorithmName(read.getHashAlgorithm()) + "withRSAandMGF1";
        } catch (RuntimeException unreadable) {
            return PSS;
        }
    }
}
