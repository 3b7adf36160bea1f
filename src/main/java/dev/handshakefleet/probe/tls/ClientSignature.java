package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Signs with a client identity if the server asks for a certificate. It uses the first scheme that fits the key, the
 * version and the schemes that the server accepts (RFC 8446, 4.2.3; RFC 5246, 7.4.4 and 7.4.8). Before TLS 1.2 there is
 * only one scheme.
 */
final class ClientSignature {

    private static final List<Integer> RSA_PSS = List.of(
            SignatureScheme.rsa_pss_rsae_sha256,
            SignatureScheme.rsa_pss_rsae_sha384,
            SignatureScheme.rsa_pss_rsae_sha512);
    private static final List<Integer> RSA_PSS_KEY = List.of(
            SignatureScheme.rsa_pss_pss_sha256, SignatureScheme.rsa_pss_pss_sha384, SignatureScheme.rsa_pss_pss_sha512);
    private static final List<Integer> RSA_PKCS1 = List.of(
            SignatureScheme.rsa_pkcs1_sha256,
            SignatureScheme.rsa_pkcs1_sha384,
            SignatureScheme.rsa_pkcs1_sha512,
            SignatureScheme.rsa_pkcs1_sha1);
    private static final List<Integer> ECDSA = List.of(
            SignatureScheme.ecdsa_secp256r1_sha256,
            SignatureScheme.ecdsa_secp384r1_sha384,
            SignatureScheme.ecdsa_secp521r1_sha512,
            SignatureScheme.ecdsa_sha1);

    private final ClientIdentity identity;
    private final TlsContext context;
    private final BcTlsCrypto crypto;

    ClientSignature(ClientIdentity identity, TlsContext context, BcTlsCrypto crypto) {
        this.identity = identity;
        this.context = context;
        this.crypto = crypto;
    }

    /** @return the signer; empty if the server accepts no scheme of this key */
    Optional<TlsCredentialedSigner> answering(CertificateRequest request) {
        ProtocolVersion version = context.getServerVersion();
        if (!TlsUtils.isTLSv12(version)) {
            return fitsOldServer(request) ? Optional.of(signer(null)) : Optional.empty();
        }
        List<Integer> accepted = schemes(request.getSupportedSignatureAlgorithms());
        return schemes(TlsUtils.isTLSv13(version))
                .filter(accepted::contains)
                .findFirst()
                .map(AcceptedSignatures::algorithm)
                .map(this::signer);
    }

    private TlsCredentialedSigner signer(SignatureAndHashAlgorithm algorithm) {
        TlsCertificate[] chain = identity.chain().stream()
                .map(certificate -> new BcTlsCertificate(crypto, certificate))
                .toArray(TlsCertificate[]::new);
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, identity.key(), message(chain), algorithm);
    }

    private Certificate message(TlsCertificate[] chain) {
        return TlsUtils.isTLSv13(context.getServerVersion())
                ? new Certificate(
                        TlsUtils.EMPTY_BYTES,
                        Stream.of(chain)
                                .map(certificate -> new CertificateEntry(certificate, null))
                                .toArray(CertificateEntry[]::new))
                : new Certificate(chain);
    }

    private Stream<Integer> schemes(boolean tls13) {
        return switch (identity.key()) {
            case ECPrivateKeyParameters ec when tls13 -> schemeOfCurve(ec).stream();
            case ECPrivateKeyParameters ec -> Stream.concat(schemeOfCurve(ec).stream(), ECDSA.stream());
            case Ed25519PrivateKeyParameters _ -> Stream.of(SignatureScheme.ed25519);
            case Ed448PrivateKeyParameters _ -> Stream.of(SignatureScheme.ed448);
            case AsymmetricKeyParameter _ when isForPssOnly() -> RSA_PSS_KEY.stream();
            case AsymmetricKeyParameter _ when tls13 -> RSA_PSS.stream();
            default -> Stream.concat(RSA_PSS.stream(), RSA_PKCS1.stream());
        };
    }

    private boolean isForPssOnly() {
        return PKCSObjectIdentifiers.id_RSASSA_PSS.equals(identity.chain()
                .getFirst()
                .getSubjectPublicKeyInfo()
                .getAlgorithm()
                .getAlgorithm());
    }

    /** In TLS 1.3 the scheme names the curve. */
    private static Optional<Integer> schemeOfCurve(ECPrivateKeyParameters key) {
        if (!(key.getParameters() instanceof ECNamedDomainParameters named)) {
            return Optional.empty();
        }
        ASN1ObjectIdentifier curve = named.getName();
        if (curve.equals(SECObjectIdentifiers.secp256r1)) {
            return Optional.of(SignatureScheme.ecdsa_secp256r1_sha256);
        } else if (curve.equals(SECObjectIdentifiers.secp384r1)) {
            return Optional.of(SignatureScheme.ecdsa_secp384r1_sha384);
        } else if (curve.equals(SECObjectIdentifiers.secp521r1)) {
            return Optional.of(SignatureScheme.ecdsa_secp521r1_sha512);
        } else if (curve.equals(TeleTrusTObjectIdentifiers.brainpoolP256r1)) {
            return Optional.of(SignatureScheme.ecdsa_brainpoolP256r1tls13_sha256);
        } else if (curve.equals(TeleTrusTObjectIdentifiers.brainpoolP384r1)) {
            return Optional.of(SignatureScheme.ecdsa_brainpoolP384r1tls13_sha384);
        } else if (curve.equals(TeleTrusTObjectIdentifiers.brainpoolP512r1)) {
            return Optional.of(SignatureScheme.ecdsa_brainpoolP512r1tls13_sha512);
        }
        return Optional.empty();
    }

    private boolean fitsOldServer(CertificateRequest request) {
        short type = switch (identity.key()) {
            case ECPrivateKeyParameters _ -> ClientCertificateType.ecdsa_sign;
            case Ed25519PrivateKeyParameters _ -> 0;
            case Ed448PrivateKeyParameters _ -> 0;
            default -> ClientCertificateType.rsa_sign;
        };
        short[] accepted = request.getCertificateTypes();
        for (int index = 0; accepted != null && index < accepted.length; index++) {
            if (accepted[index] == type) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> schemes(Vector<?> algorithms) {
        return algorithms == null
                ? List.of()
                : algorithms.stream()
                        .map(algorithm -> SignatureScheme.from((SignatureAndHashAlgorithm) algorithm))
                        .toList();
    }
}
