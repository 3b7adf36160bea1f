package dev.handshakefleet.probe.tls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsSecret;

/**
 * The key of a ticket in the form of an external pre-shared key, the only form that the client of Bouncy Castle offers.
 * The two forms differ in one label (RFC 8446, 7.1): the early secret of this key uses "res binder" instead of "ext
 * binder".
 */
final class ResumptionKey extends BcTlsSecret {

    private static final byte[] EXTERNAL_BINDER = "tls13 ext binder".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESUMPTION_BINDER = "tls13 res binder".getBytes(StandardCharsets.US_ASCII);
    /** An HkdfLabel begins with two bytes of output length and one byte of label length. */
    private static final int LABEL_OFFSET = 3;

    ResumptionKey(BcTlsCrypto crypto, byte[] key) {
        super(crypto, key.clone());
    }

    /** The salt of an early secret, as an argument of {@code hkdfInit}. */
    static TlsSecret salt(BcTlsCrypto crypto, int length) {
        return new BcTlsSecret(crypto, new byte[length]) {
            @Override
            public synchronized TlsSecret hkdfExtract(int hash, TlsSecret input) {
                TlsSecret early = super.hkdfExtract(hash, input);
                return input instanceof ResumptionKey ? new EarlySecret(crypto, early.extract()) : early;
            }
        };
    }

    private static final class EarlySecret extends BcTlsSecret {

        EarlySecret(BcTlsCrypto crypto, byte[] data) {
            super(crypto, data);
        }

        @Override
        public synchronized TlsSecret hkdfExpand(int hash, byte[] label, int length) {
            return super.hkdfExpand(hash, forResumption(label), length);
        }

        private static byte[] forResumption(byte[] label) {
            int end = LABEL_OFFSET + EXTERNAL_BINDER.length;
            boolean isBinder = label.length >= end
                    && Arrays.equals(label, LABEL_OFFSET, end, EXTERNAL_BINDER, 0, EXTERNAL_BINDER.length);
            if (!isBinder) {
                return label;
            }
            byte[] changed = label.clone();
            System.arraycopy(RESUMPTION_BINDER, 0, changed, LABEL_OFFSET, RESUMPTION_BINDER.length);
            return changed;
        }
    }
}
