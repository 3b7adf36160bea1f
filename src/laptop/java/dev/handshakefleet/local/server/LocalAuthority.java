package dev.handshakefleet.local.server;

/**
 * A small certificate authority for demonstrations and tests: it makes valid chains and, on purpose, broken ones. No
 * trust store knows it unless a test adds it.
 *
 * <pre>
 *   LocalIdentity root = LocalAuthority.root("Demo Root").selfSigned();
 *   LocalIdentity authority = LocalAuthority.intermediate("Demo CA 1").issuedBy(root);
 *   LocalIdentity server = LocalAuthority.leaf("localhost").dns("localhost").ip("127.0.0.1").issuedBy(authority);
 * </pre>
 */
public final class LocalAuthority {

    private LocalAuthority() {}

    /** @return a draft of a root: CA, valid for ten years around now */
    public static CertificateDraft root(String commonName) {
        return CertificateDraft.ofAuthority(commonName, 3_650);
    }

    /** @return a draft of an intermediate: CA, valid for five years around now */
    public static CertificateDraft intermediate(String commonName) {
        return CertificateDraft.ofAuthority(commonName, 1_825);
    }

    /** @return a draft of a server certificate: valid for 90 days around now, no names yet */
    public static CertificateDraft leaf(String commonName) {
        return CertificateDraft.ofServer(commonName, 90);
    }
}
