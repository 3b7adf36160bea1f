package dev.handshakefleet.probe.tls;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.util.Pack;

/**
 * The engine's cryptography with nothing left to chance: the same seed gives the same nonces and keys, so that a recorded
 * server fits to a client of today. Worth nothing outside tests.
 */
final class SeededCrypto extends ObservingCrypto {

    SeededCrypto(String seed) {
        super(new SeededRandom(seed));
    }

    /** Bouncy Castle's own mixes the clock in. */
    @Override
    public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
        return size -> {
            byte[] nonce = new byte[size];
            getSecureRandom().nextBytes(nonce);
            return nonce;
        };
    }

    /** SHA-256 of the seed and a counter, and so on. */
    private static final class SeededRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;
        private int counter;

        SeededRandom(String seed) {
            this.seed = seed.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            for (int at = 0; at < bytes.length; at += 32) {
                byte[] block = new byte[32];
                SHA256Digest digest = new SHA256Digest();
                digest.update(seed, 0, seed.length);
                digest.update(Pack.intToBigEndian(counter++), 0, 4);
                digest.doFinal(block, 0);
                System.arraycopy(block, 0, bytes, at, Math.min(32, bytes.length - at));
            }
        }
    }
}
