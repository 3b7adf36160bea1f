package dev.handshakefleet.probe.tls;

import dev.handshakefleet.target.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The certificate that we present where a server asks for one, with its chain and its private key. Its text shows none of
 * it. Immutable.
 */
public final class ClientIdentity {

    private static final String ACCEPTED =
            "PKCS#12, or PEM with one private key (RSA, EC or Ed25519) and its certificates, leaf first";
    private static final int MOST_BYTES = 256 * 1024;
    private static final String FIELD = "clientCertificate";

    private final List<byte[]> chain;
    private final AsymmetricKeyParameter key;

    private ClientIdentity(List<byte[]> chain, AsymmetricKeyParameter key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /**
     * @param content of a PKCS#12 file, or of a PEM file with key and certificates; at most 256 KB
     * @param password what it is protected with; empty where it is not
     * @throws BadInputException saying what is wrong with it, never what is in it
     */
    public static ClientIdentity read(byte[] content, Optional<String> password) {
        if (content.length > MOST_BYTES) {
            throw new BadInputException(FIELD, content.length + " bytes", "at most " + MOST_BYTES + " bytes");
        }
        try {
            boolean isPem = new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
            return isPem ? fromPem(content, password) : fromPkcs12(content, password);
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            throw unreadable instanceof BadInputException told ? told : unusable(reason(unreadable));
        }
    }

    private static ClientIdentity fromPkcs12(byte[] content, Optional<String> password)
            throws IOException, GeneralSecurityException {
        char[] secret = password.orElse("").toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(content), secret);
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.isKeyEntry(alias) ? store.getKey(alias, secret) : null;
            Certificate[] certificates = store.getCertificateChain(alias);
            if (key != null && certificates != null) {
                List<byte[]> chain = new ArrayList<>();
                for (Certificate certificate : certificates) {
                    chain.add(certificate.getEncoded());
                }
                return new ClientIdentity(chain, PrivateKeyFactory.createKey(key.getEncoded()));
            }
        }
        throw unusable("it holds no private key with its certificate");
    }

    private static ClientIdentity fromPem(byte[] content, Optional<String> password)
            throws IOException, GeneralSecurityException {
        List<byte[]> chain = new ArrayList<>();
        Optional<AsymmetricKeyParameter> key = Optional.empty();
        try (PEMParser parser = new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case X509CertificateHolder certificate -> chain.add(certificate.getEncoded());
                    case PrivateKeyInfo plain -> key = Optional.of(PrivateKeyFactory.createKey(plain));
                    case PEMKeyPair pair -> key = Optional.of(PrivateKeyFactory.createKey(pair.getPrivateKeyInfo()));
                    case PKCS8EncryptedPrivateKeyInfo locked -> key = Optional.of(unlock(locked, password));
                    case PEMEncryptedKeyPair _ ->
                        throw unusable("its key is encrypted in the old way of OpenSSL; convert it by openssl pkcs8");
                    default -> {
                        // Parameters and the like say nothing new.
                    }
                }
            }
        }
        if (chain.isEmpty() || key.isEmpty()) {
            throw unusable(chain.isEmpty() ? "it holds no certificate" : "it holds no private key");
        }
        return new ClientIdentity(chain, key.get());
    }

    private static AsymmetricKeyParameter unlock(PKCS8EncryptedPrivateKeyInfo locked, Optional<String> password)
            throws IOException, GeneralSecurityException {
        if (password.isEmpty()) {
            throw unusable("its key is encrypted and no password is given");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(locked.getEncoded());
        Cipher cipher = Cipher.getInstance(info.getAlgName());
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(info.getAlgName())
                        .generateSecret(new PBEKeySpec(password.get().toCharArray())),
                info.getAlgParameters());
        return PrivateKeyFactory.createKey(info.getKeySpec(cipher).getEncoded());
    }

    /** What to answer a request with; empty where the server takes no signature that the key can make. */
    Optional<TlsCredentials> credentials(TlsCryptoParameters parameters, BcTlsCrypto crypto, CertificateRequest request)
            throws IOException {
        boolean isTls12 = request.getSupportedSignatureAlgorithms() != null;
        Optional<SignatureAndHashAlgorithm> algorithm = isTls12 ? algorithm(request) : Optional.empty();
        if (isTls12 && algorithm.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BcDefaultTlsCredentialedSigner(
                parameters, crypto, key, certificate(crypto, request), algorithm.orElse(null)));
    }

    private org.bouncycastle.tls.Certificate certificate(BcTlsCrypto crypto, CertificateRequest request)
            throws IOException {
        TlsCertificate[] certificates = new TlsCertificate[chain.size()];
        CertificateEntry[] entries = new CertificateEntry[chain.size()];
        for (int index = 0; index < certificates.length; index++) {
            certificates[index] = new BcTlsCertificate(crypto, chain.get(index));
            entries[index] = new CertificateEntry(certificates[index], null);
        }
        byte[] context = request.getCertificateRequestContext();
        return context == null
                ? new org.bouncycastle.tls.Certificate(certificates)
                : new org.bouncycastle.tls.Certificate(context, entries);
    }

    /** The first scheme of the server's list that the key can sign with. */
    private Optional<SignatureAndHashAlgorithm> algorithm(CertificateRequest request) {
        boolean isTls13 = request.getCertificateRequestContext() != null;
        for (Object offered : request.getSupportedSignatureAlgorithms()) {
            SignatureAndHashAlgorithm algorithm = (SignatureAndHashAlgorithm) offered;
            if (canSign(algorithm, isTls13)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    private boolean canSign(SignatureAndHashAlgorithm algorithm, boolean isTls13) {
        int scheme = SignatureScheme.from(algorithm);
        return switch (key) {
            case Ed25519PrivateKeyParameters _ -> scheme == SignatureScheme.ed25519;
            case ECPrivateKeyParameters ec ->
                algorithm.getSignature() == SignatureAlgorithm.ecdsa
                        && (!isTls13
                                || curveBits(scheme)
                                        == ec.getParameters().getCurve().getFieldSize());
            case RSAKeyParameters _ ->
                isPssOfRsaKey(scheme) || (!isTls13 && algorithm.getSignature() == SignatureAlgorithm.rsa);
            default -> false;
        };
    }

    private static boolean isPssOfRsaKey(int scheme) {
        return scheme == SignatureScheme.rsa_pss_rsae_sha256
                || scheme == SignatureScheme.rsa_pss_rsae_sha384
                || scheme == SignatureScheme.rsa_pss_rsae_sha512;
    }

    /** In TLS 1.3 a scheme of ECDSA names its curve (RFC 8446, 4.2.3). */
    private static int curveBits(int scheme) {
        return switch (scheme) {
            case SignatureScheme.ecdsa_secp256r1_sha256 -> 256;
            case SignatureScheme.ecdsa_secp384r1_sha384 -> 384;
            case SignatureScheme.ecdsa_secp521r1_sha512 -> 521;
            default -> 0;
        };
    }

    private static BadInputException unusable(String why) {
        return new BadInputException(FIELD, why, ACCEPTED);
    }

    /** A wrong password reads differently in every format; none of the words holds a secret. */
    private static String reason(Exception unreadable) {
        String message = String.valueOf(unreadable.getMessage());
        boolean isPassword = message.contains("password") || message.contains("mac") || message.contains("padding");
        return isPassword ? "it cannot be opened with the password given" : "it cannot be read";
    }

    @Override
    public String toString() {
        return "client certificate";
    }
}
