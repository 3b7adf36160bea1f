package dev.handshakefleet.verdict;

import dev.handshakefleet.probe.result.TlsFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The findings about the server's choices in the handshake: a protocol before TLS 1.2 (RFC 8996), a cipher suite
 * without
 * encryption, authentication or forward secrecy or with a broken cipher (RFC 9325, 4.1; RFC 9847), a Diffie-Hellman
 * prime
 * of less than 2,048 bits (RFC 9325, 4.4), a handshake signed over SHA-1 or MD5 (RFC 9155), or an invalid signature.
 *
 * <p>The server chose its best match for the offer, or it ignores the client's order. Either way other clients get the
 * same. Other options that it would accept are not tested.
 */
final class NegotiationFindings {

    private static final Set<String> OLD = Set.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1");
    private static final int SHORTEST_PRIME = 2_048;

    private static final Pattern NO_AUTHENTICATION = Pattern.compile("_anon_|^TLS_NULL_WITH_NULL_NULL$");
    private static final Pattern NO_ENCRYPTION = Pattern.compile("_WITH_NULL_");
    private static final Pattern BROKEN_CIPHER = Pattern.compile("_EXPORT_|_RC4_|_RC2_|_3DES_|_DES_|_DES40_|_IDEA_");
    private static final Pattern NO_FORWARD_SECRECY = Pattern.compile("^TLS_(RSA|DH_RSA|DH_DSS|ECDH_RSA|ECDH_ECDSA)_");

    private NegotiationFindings() {}

    static List<Finding> of(TlsFacts tls) {
        List<Finding> findings = new ArrayList<>();
        tls.version().filter(OLD::contains).ifPresent(version -> findings.add(weakProtocol(version)));
        tls.cipher().flatMap(NegotiationFindings::weakness).ifPresent(findings::add);
        if (tls.dhBits().isPresent() && tls.dhBits().getAsInt() < SHORTEST_PRIME) {
            findings.add(weakPrime(tls.dhBits().getAsInt()));
        }
        tls.signatureScheme()
                .filter(scheme -> scheme.endsWith("_sha1") || scheme.endsWith("_md5"))
                .ifPresent(scheme -> findings.add(weakSignature(scheme)));
        if (tls.signatureBroken()) {
            findings.add(brokenSignature());
        }
        return findings;
    }

    private static Finding weakProtocol(String version) {
        return Finding.warning(
                FindingCode.WEAK_PROTOCOL,
                "The server chose %s, which RFC 8996 forbids.".formatted(version),
                "Enable TLS 1.2 and 1.3 on the server and disable older versions: browsers refuse them.");
    }

    private static Optional<Finding> weakness(String cipher) {
        return missingProperty(cipher)
                .map(lack -> Finding.warning(
                        FindingCode.WEAK_CIPHER,
                        "The server chose %s: %s.".formatted(cipher, lack),
                        "Enable ECDHE suites with AES-GCM or ChaCha20-Poly1305 on the server and disable this one."));
    }

    private static Optional<String> missingProperty(String cipher) {
        if (NO_AUTHENTICATION.matcher(cipher).find()) {
            return Optional.of("it does not prove who the server is");
        }
        if (NO_ENCRYPTION.matcher(cipher).find()) {
            return Optional.of("it does not encrypt");
        }
        if (BROKEN_CIPHER.matcher(cipher).find()) {
            return Optional.of("its cipher is broken or too short");
        }
        return NO_FORWARD_SECRECY.matcher(cipher).find()
                ? Optional.of(
                        "it has no forward secrecy: recorded connections can be decrypted later with the server's key")
                : Optional.empty();
    }

    private static Finding weakPrime(int bits) {
        return Finding.warning(
                FindingCode.WEAK_KEY,
                "The server's Diffie-Hellman prime has %d bits, less than 2,048.".formatted(bits),
                "Use ECDHE instead, or a group of RFC 7919 with 2,048 bits or more.");
    }

    private static Finding weakSignature(String scheme) {
        return Finding.warning(
                FindingCode.WEAK_SIGNATURE,
                "The server signed the handshake with %s, whose hash function is broken (RFC 9155).".formatted(scheme),
                "Update the server's TLS library or its list of signature algorithms: SHA-256 or better.");
    }

    private static Finding brokenSignature() {
        return new Finding(
                FindingCode.BAD_SIGNATURE,
                Severity.CRITICAL,
                "The server's signature of the handshake does not verify with the key of its leaf certificate.",
                "Check that the server's private key belongs to its certificate; if it does, another server answers in its"
                        + " place, or its TLS library is faulty.");
    }
}
