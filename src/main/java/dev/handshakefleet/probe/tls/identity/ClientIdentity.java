package dev.handshakefleet.probe.tls.identity;

import dev.handshakefleet.base.BadInputException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * A client certificate with its key, for servers that ask for one. Immutable; {@code toString} shows nothing of the
 * key.
 */
public final class ClientIdentity {

    /** The name of the field in errors. */
    static final String FIELD = "clientCertificate";

    private static final int LARGEST = 256 * 1024;

    private final List<Certificate> chain;
    private final AsymmetricKeyParameter key;

    ClientIdentity(List<Certificate> chain, AsymmetricKeyParameter key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /**
     * Reads PKCS#12, or PEM with one private key and its certificate. The key is PKCS#8, encrypted or not, or in the
     * older {@code RSA} or {@code EC} form. PEM can also contain the certificates above the client's, in any order.
     * Keys can be RSA, EC, Ed25519 or Ed448.
     *
     * @param content the file or secret; not stored
     * @param password the password of the PKCS#12 or of the encrypted key; not stored, and the caller may erase it
     *     afterwards
     * @return the identity
     * @throws BadInputException for {@code clientCertificate}; the message names the fault and shows nothing of the
     *     content
     */
    public static ClientIdentity read(byte[] content, Optional<char[]> password) {
        if (content.length > LARGEST) {
            throw bad("more than 256 KB", "PEM or PKCS#12 of at most 256 KB");
        }
        try {
            return PemIdentity.isPem(content)
                    ? PemIdentity.read(content, password)
                    : Pkcs12Identity.read(content, password);
        } catch (BadInputException bad) {
            throw bad;
        } catch (RuntimeException | StackOverflowError undecodable) {
            // The readers below were not written for hostile bytes, and their messages may quote the content.
            throw bad("a part that cannot be decoded", "PEM with one private key and its certificate, or PKCS#12");
        }
    }

    /** The certificates, the client's own first. */
    public List<Certificate> chain() {
        return chain;
    }

    public AsymmetricKeyParameter key() {
        return key;
    }

    /** Shows only the number of certificates. */
    @Override
    public String toString() {
        return "ClientIdentity[" + chain.size() + " certificates]";
    }

    static BadInputException bad(String what, String accepted) {
        return new BadInputException(FIELD, what, accepted);
    }
}
