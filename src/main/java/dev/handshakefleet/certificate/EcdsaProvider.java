package dev.handshakefleet.certificate;

import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Verifies ECDSA signatures on P-256, P-384 and P-521 with Bouncy Castle's light-weight classes. The JDK's own arithmetic
 * takes fifteen times as long under the first compiler (docs/engine.md). Offers nothing else: it signs nothing, and it knows no other
 * algorithm.
 *
 * <p>It is never installed in {@link java.security.Security}, so that nothing else in the process changes; {@link
 * SignatureVerification} names it in each call. A native executable needs no registration for it: {@link
 * Verifier#newInstance} makes the implementation without reflection, and the JDK asks no more of a provider of signatures.
 */
final class EcdsaProvider extends Provider {

    private static final long serialVersionUID = 1L;

    private static final String SIGNATURE = "Signature";

    /** The JDK's names of the hashes in its names of the algorithms, and of the hashes by themselves. */
    private static final Map<String, String> HASHES = Map.of(
            "SHA1", "SHA-1",
            "SHA224", "SHA-224",
            "SHA256", "SHA-256",
            "SHA384", "SHA-384",
            "SHA512", "SHA-512",
            "SHA3-224", "SHA3-224",
            "SHA3-256", "SHA3-256",
            "SHA3-384", "SHA3-384",
            "SHA3-512", "SHA3-512");

    /** Empty until the first call: a native executable must not hold a provider from its build. */
    private static final AtomicReference<EcdsaProvider> INSTANCE = new AtomicReference<>();

    private final transient EcdsaKeys keys = new EcdsaKeys();

    private EcdsaProvider() {
        super("HandshakeFleetEcdsa", "1", "verifies ECDSA signatures on P-256, P-384 and P-521");
        HASHES.forEach((name, hash) -> putService(new Verifier(this, name + "withECDSA", hash)));
    }

    /** @return the one instance */
    static EcdsaProvider instance() {
        EcdsaProvider made = INSTANCE.get();
        if (made == null) {
            INSTANCE.compareAndSet(null, new EcdsaProvider());
            made = INSTANCE.get();
        }
        return made;
    }

    /** @return whether it verifies signatures of this algorithm (a JCA name) by keys of this curve */
    boolean verifies(String algorithm, ECPublicKey key) {
        return knows(algorithm) && EcdsaKeys.isOnKnownCurve(key);
    }

    /** @return whether it verifies signatures of this algorithm (a JCA name) */
    boolean knows(String algorithm) {
        return getService(SIGNATURE, algorithm) != null;
    }

    /** Makes the implementation of one algorithm. */
    private static final class Verifier extends Provider.Service {

        private final EcdsaKeys keys;
        private final String hash;

        private Verifier(EcdsaProvider provider, String algorithm, String hash) {
            super(provider, SIGNATURE, algorithm, EcdsaVerifier.class.getName(), List.of(), Map.of());
            this.keys = provider.keys;
            this.hash = hash;
        }

        @Override
        public Object newInstance(Object noParameter) {
            return new EcdsaVerifier(keys, hash);
        }
    }
}
