package dev.handshakefleet.probe.tls.identity;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads a client identity from PEM (RFC 7468, and the older forms of OpenSSL). Used once. */
final class PemIdentity {

    private static final String ACCEPTED = "PEM with one private key and its certificate, or PKCS#12";
    private static final String BEGIN = "-----BEGIN ";

    private final Optional<char[]> password;
    private final List<PrivateKeyInfo> keys = new ArrayList<>();
    private final List<Certificate> certificates = new ArrayList<>();

    private PemIdentity(Optional<char[]> password) {
        this.password = password;
    }

    static boolean isPem(byte[] content) {
        return text(content).contains(BEGIN);
    }

    static ClientIdentity read(byte[] content, Optional<char[]> password) {
        PemIdentity identity = new PemIdentity(password);
        try (PEMParser parser = new PEMParser(new StringReader(text(content)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                identity.take(part);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            throw ClientIdentity.bad("PEM with a part that cannot be read", ACCEPTED);
        }
        return identity.paired();
    }

    private void take(Object part) throws IOException {
        switch (part) {
            case X509CertificateHolder certificate -> certificates.add(certificate.toASN1Structure());
            case PrivateKeyInfo key -> keys.add(key);
            case PEMKeyPair pair -> keys.add(pair.getPrivateKeyInfo());
            case PKCS8EncryptedPrivateKeyInfo locked -> keys.add(unlocked(locked));
            case PEMEncryptedKeyPair locked -> keys.add(unlocked(locked));
            default -> {
                // Other parts are ignored: the curve parameters before an EC key, a certificate request, a CRL.
            }
        }
    }

    private ClientIdentity paired() {
        if (keys.size() != 1 || certificates.isEmpty()) {
            throw ClientIdentity.bad(
                    "PEM with " + keys.size() + " private keys and " + certificates.size() + " certificates", ACCEPTED);
        }
        return KeyPairing.of(keys.getFirst(), certificates);
    }

    /** The JDK decrypts, because it supports PBES1 and PBES2 (RFC 8018) without a provider of Bouncy Castle. */
    private PrivateKeyInfo unlocked(PKCS8EncryptedPrivateKeyInfo locked) throws IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(locked.getEncoded());
        boolean isPbes2 =
                info.getAlgName().equals("PBES2") || info.getAlgName().equals(PKCSObjectIdentifiers.id_PBES2.getId());
        String algorithm = isPbes2 ? String.valueOf(info.getAlgParameters()) : info.getAlgName();
        PBEKeySpec secret = new PBEKeySpec(secret());
        try {
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(secret);
            return PrivateKeyInfo.getInstance(info.getKeySpec(key).getEncoded());
        } catch (InvalidKeyException wrong) {
            throw wrongPassword();
        } catch (GeneralSecurityException unknown) {
            throw ClientIdentity.bad(
                    "a private key with an unsupported encryption",
                    "PKCS#8 with PBES2, such as openssl pkcs8 -topk8 -v2 aes256 writes");
        } finally {
            secret.clearPassword();
        }
    }

    private PrivateKeyInfo unlocked(PEMEncryptedKeyPair locked) {
        try {
            return locked.decryptKeyPair(new BcPEMDecryptorProvider(secret())).getPrivateKeyInfo();
        } catch (IOException wrong) {
            throw wrongPassword();
        }
    }

    private char[] secret() {
        return password.orElseThrow(() ->
                ClientIdentity.bad("an encrypted private key, but no password was given", "the password beside it"));
    }

    private static RuntimeException wrongPassword() {
        return ClientIdentity.bad(
                "a private key that this password does not decrypt", "the password that encrypted it");
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
