package dev.handshakefleet.probe.tls.identity;

import dev.handshakefleet.base.BadInputException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * The certificate that we present where a server asks for one, with its key. Immutable; shows nothing of the key.
 */
public final class ClientIdentity {

    /** The field that errors name. */
    static final String FIELD = "clientCertificate";

    private final List<Certificate> chain;
    private final AsymmetricKeyParameter key;

    ClientIdentity(List<Certificate> chain, AsymmetricKeyParameter key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /**
     * Reads PKCS#12, or PEM with one private key (PKCS#8, encrypted or not, or the older {@code RSA} and {@code EC} forms)
     * beside its certificate and, in any order, the certificates above it. Keys may be RSA, EC, Ed25519 or Ed448.
     *
     * @param content the file or secret; not kept
     * @param password of the PKCS#12 or of the encrypted key; not kept, its owner may erase it afterwards
     * @throws BadInputException for {@code clientCertificate}, saying what is wrong with it and nothing that is in it
     */
    public static ClientIdentity read(byte[] content, Optional<char[]> password) {
        return PemIdentity.isPem(content)
                ? PemIdentity.read(content, password)
                : Pkcs12Identity.read(content, password);
    }

    /** The certificates, the owner's first. */
    public List<Certificate> chain() {
        return chain;
    }

    public AsymmetricKeyParameter key() {
        return key;
    }

    /** Only how many certificates it has. */
    @Override
    public String toString() {
        return "ClientIdentity[" + chain.size() + " certificates]";
    }

    static BadInputException bad(String what, String accepted) {
        return new BadInputException(FIELD, what, accepted);
    }
}
