package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;

/** The name of a certificate in sentences: the role of a leaf, role and subject of any other. */
final class CertificateName {

    private CertificateName() {}

    /** @return such as {@code Leaf certificate} or {@code Intermediate certificate 'CN=Example CA 1'} */
    static String atStart(CertificateFacts certificate) {
        String name = inside(certificate);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** @return such as {@code leaf certificate} or {@code intermediate certificate 'CN=Example CA 1'} */
    static String inside(CertificateFacts certificate) {
        String role = certificate.role().label() + " certificate";
        return certificate.role() == Role.LEAF ? role : role + " '" + subject(certificate) + "'";
    }

    /** @return its {@link CertificateFacts#displayName} */
    static String subject(CertificateFacts certificate) {
        return certificate.displayName();
    }
}
