package dev.handshakefleet.probe.tls;

import java.util.List;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;

/**
 * The signature schemes (RFC 8446, 4.2.3) that our ClientHello accepts. The schemes of browsers come first, in the
 * browsers' order. All other schemes that the engine can verify follow, because a probe measures every server. SHA-1
 * and DSA come last, so that only a server without a better scheme uses them.
 */
final class AcceptedSignatures {

    private static final List<Integer> SCHEMES = List.of(
            SignatureScheme.ecdsa_secp256r1_sha256,
            SignatureScheme.rsa_pss_rsae_sha256,
            SignatureScheme.rsa_pkcs1_sha256,
            SignatureScheme.ecdsa_secp384r1_sha384,
            SignatureScheme.rsa_pss_rsae_sha384,
            SignatureScheme.rsa_pkcs1_sha384,
            SignatureScheme.ecdsa_secp521r1_sha512,
            SignatureScheme.rsa_pss_rsae_sha512,
            SignatureScheme.rsa_pkcs1_sha512,
            SignatureScheme.ed25519,
            SignatureScheme.ed448,
            SignatureScheme.rsa_pss_pss_sha256,
            SignatureScheme.rsa_pss_pss_sha384,
            SignatureScheme.rsa_pss_pss_sha512,
            SignatureScheme.ecdsa_brainpoolP256r1tls13_sha256,
            SignatureScheme.ecdsa_brainpoolP384r1tls13_sha384,
            SignatureScheme.ecdsa_brainpoolP512r1tls13_sha512,
            SignatureScheme.mldsa44,
            SignatureScheme.mldsa65,
            SignatureScheme.mldsa87,
            SignatureScheme.rsa_pkcs1_sha1,
            SignatureScheme.ecdsa_sha1,
            0x0402, // DSA with SHA-256 (RFC 5246, 7.4.1.4.1), which has no name in the registry of schemes
            0x0202 // DSA with SHA-1
            );

    private AcceptedSignatures() {}

    static List<SignatureAndHashAlgorithm> inOrder() {
        return SCHEMES.stream().map(AcceptedSignatures::algorithm).toList();
    }

    /** The two bytes of a scheme as a hash and a signature algorithm of TLS 1.2. */
    static SignatureAndHashAlgorithm algorithm(int scheme) {
        return SignatureAndHashAlgorithm.getInstance((short) (scheme >>> Byte.SIZE), (short) (scheme & 0xff));
    }
}
