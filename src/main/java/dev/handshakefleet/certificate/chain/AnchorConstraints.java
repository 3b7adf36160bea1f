package dev.handshakefleet.certificate.chain;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The name constraints of a trust anchor (RFC 5280, 4.2.1.10; RFC 5937, 3.2). OpenSSL, Go and Chrome apply them to a
 * path. The JDK's validator ignores those of its anchor.
 */
final class AnchorConstraints {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    private AnchorConstraints() {}

    /**
     * @return whether the anchor's constraints allow all names of the certificate; unreadable constraints allow none
     */
    static boolean allow(X509Certificate anchor, X509Certificate certificate) {
        byte[] extension = anchor.getExtensionValue(NAME_CONSTRAINTS);
        if (extension == null) {
            return true;
        }
        try {
            PKIXNameConstraintValidator validator = validator(NameConstraints.getInstance(content(extension)));
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            validator.checkPermittedDN(subject);
            validator.checkExcludedDN(subject);
            for (GeneralName name : names(certificate)) {
                validator.checkPermitted(name);
                validator.checkExcluded(name);
            }
            return true;
        } catch (NameConstraintValidatorException | RuntimeException notAllowed) {
            return false;
        }
    }

    private static PKIXNameConstraintValidator validator(NameConstraints constraints) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        Optional.ofNullable(constraints.getPermittedSubtrees()).ifPresent(validator::intersectPermittedSubtree);
        Optional.ofNullable(constraints.getExcludedSubtrees()).stream()
                .flatMap(Arrays::stream)
                .forEach((GeneralSubtree excluded) -> validator.addExcludedSubtree(excluded));
        return validator;
    }

    private static GeneralName[] names(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(SUBJECT_ALTERNATIVE_NAME);
        return extension == null
                ? new GeneralName[0]
                : GeneralNames.getInstance(content(extension)).getNames();
    }

    private static byte[] content(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
