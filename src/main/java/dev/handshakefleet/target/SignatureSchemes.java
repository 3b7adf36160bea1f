package dev.handshakefleet.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The signature schemes of servers that our engine can verify, by their names in the IANA registry "TLS SignatureScheme". The
 * schemes of browsers come first, in the browsers' order; SHA-1 comes last. Immutable.
 */
public final class SignatureSchemes {

    private static final List<String> VERSION_13 = List.of("TLSv1.3");
    private static final List<String> VERSION_12 = List.of("TLSv1.2");
    private static final List<String> FROM_12 = List.of("TLSv1.2", "TLSv1.3");

    /** RFC 8446, 4.2.3; RFC 8734 (Brainpool); the names of ML-DSA as registered. PKCS#1 and SHA-1 sign no handshake of TLS 1.3. */
    private static final Map<String, Scheme> BY_NAME = inOrder(
            new Scheme(0x0403, "ecdsa_secp256r1_sha256", Key.EC, FROM_12),
            new Scheme(0x0804, "rsa_pss_rsae_sha256", Key.RSA, FROM_12),
            new Scheme(0x0401, "rsa_pkcs1_sha256", Key.RSA, VERSION_12),
            new Scheme(0x0503, "ecdsa_secp384r1_sha384", Key.EC, FROM_12),
            new Scheme(0x0805, "rsa_pss_rsae_sha384", Key.RSA, FROM_12),
            new Scheme(0x0501, "rsa_pkcs1_sha384", Key.RSA, VERSION_12),
            new Scheme(0x0603, "ecdsa_secp521r1_sha512", Key.EC, FROM_12),
            new Scheme(0x0806, "rsa_pss_rsae_sha512", Key.RSA, FROM_12),
            new Scheme(0x0601, "rsa_pkcs1_sha512", Key.RSA, VERSION_12),
            new Scheme(0x0807, "ed25519", Key.EC, FROM_12),
            new Scheme(0x0808, "ed448", Key.EC, FROM_12),
            new Scheme(0x0809, "rsa_pss_pss_sha256", Key.RSA, FROM_12),
            new Scheme(0x080A, "rsa_pss_pss_sha384", Key.RSA, FROM_12),
            new Scheme(0x080B, "rsa_pss_pss_sha512", Key.RSA, FROM_12),
            new Scheme(0x081A, "ecdsa_brainpoolP256r1tls13_sha256", Key.EC, VERSION_13),
            new Scheme(0x081B, "ecdsa_brainpoolP384r1tls13_sha384", Key.EC, VERSION_13),
            new Scheme(0x081C, "ecdsa_brainpoolP512r1tls13_sha512", Key.EC, VERSION_13),
            new Scheme(0x0904, "mldsa44", Key.ML_DSA, VERSION_13),
            new Scheme(0x0905, "mldsa65", Key.ML_DSA, VERSION_13),
            new Scheme(0x0906, "mldsa87", Key.ML_DSA, VERSION_13),
            new Scheme(0x0201, "rsa_pkcs1_sha1", Key.RSA, VERSION_12),
            new Scheme(0x0203, "ecdsa_sha1", Key.EC, VERSION_12));

    /** The kind of key that signs; TLS 1.2 has suites of their own for {@link #EC}, EdDSA included (RFC 8422), and {@link #RSA}. */
    public enum Key {
        EC,
        RSA,
        ML_DSA
    }

    private record Scheme(int code, String name, Key key, List<String> versions) {}

    private SignatureSchemes() {}

    /**
     * @param name as in the registry, in any case
     * @return its number; empty where the engine cannot verify it
     */
    public static Optional<Integer> code(String name) {
        return find(name).map(Scheme::code);
    }

    /**
     * @param name as in the registry, in any case
     * @return its name as in the registry; empty where the engine cannot verify it
     */
    public static Optional<String> registered(String name) {
        return find(name).map(Scheme::name);
    }

    /** @return the versions whose handshake a server can sign with it, {@code TLSv1.2} or later; empty for an unknown name */
    public static List<String> versions(String name) {
        return find(name).map(Scheme::versions).orElse(List.of());
    }

    /** @return the kind of key that signs with it; empty for an unknown name */
    public static Optional<Key> key(String name) {
        return find(name).map(Scheme::key);
    }

    /** @return all names, preferred first */
    public static List<String> names() {
        return BY_NAME.values().stream().map(Scheme::name).toList();
    }

    private static Optional<Scheme> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Scheme> inOrder(Scheme... schemes) {
        Map<String, Scheme> byName = new LinkedHashMap<>();
        for (Scheme scheme : schemes) {
            byName.put(scheme.name().toLowerCase(Locale.ROOT), scheme);
        }
        return Collections.unmodifiableMap(byName);
    }
}
