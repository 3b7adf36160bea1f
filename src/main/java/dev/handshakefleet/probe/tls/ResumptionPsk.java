package dev.handshakefleet.probe.tls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Hashtable;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsSecret;

/**
 * Resumption of TLS 1.3 through Bouncy Castle's door for external keys, which differs from it in two places only: the label
 * of the binder key (RFC 8446, 7.1: {@code res binder} instead of {@code ext binder}) and the age of the ticket (4.2.11).
 */
@SuppressWarnings("JdkObsolete") // Bouncy Castle's collections
final class ResumptionPsk implements TlsPSKExternal {

    private static final byte[] EXTERNAL = "tls13 ext binder".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESUMPTION = "tls13 res binder".getBytes(StandardCharsets.US_ASCII);
    private static final int LABEL_AT = 3;
    private static final int AGE_SIZE = 4;
    private static final int LENGTH_SIZE = 2;

    private final BcTlsCrypto crypto;
    private final ResumableSession.Psk session;

    ResumptionPsk(BcTlsCrypto crypto, ResumableSession.Psk session) {
        this.crypto = crypto;
        this.session = session;
    }

    @Override
    public byte[] getIdentity() {
        return session.ticket();
    }

    @Override
    public TlsSecret getKey() {
        return crypto.createSecret(session.key());
    }

    @Override
    public int getPRFAlgorithm() {
        return session.prfAlgorithm();
    }

    /** Where the key schedule of a resumption begins: zeros, whose first extraction yields the early secret. */
    static TlsSecret start(BcTlsCrypto crypto, int length) {
        return new BcTlsSecret(crypto, new byte[length]) {
            @Override
            public synchronized TlsSecret hkdfExtract(int hash, TlsSecret key) {
                return new EarlySecret(crypto, super.hkdfExtract(hash, key).extract());
            }
        };
    }

    /** Extensions in which the ticket's age is put right when its extension is added; there is one ticket in it. */
    Hashtable<Integer, byte[]> withAge(Hashtable<Integer, byte[]> extensions) {
        Hashtable<Integer, byte[]> patching = new Hashtable<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized byte[] put(Integer type, byte[] data) {
                return super.put(type, type == ExtensionType.pre_shared_key ? aged(data) : data);
            }
        };
        patching.putAll(extensions);
        return patching;
    }

    private byte[] aged(byte[] data) {
        byte[] aged = data.clone();
        int at = 2 * LENGTH_SIZE + session.ticket().length;
        long age = session.obfuscatedAge();
        for (int index = 0; index < AGE_SIZE && at + index < aged.length; index++) {
            aged[at + index] = (byte) (age >> (Byte.SIZE * (AGE_SIZE - 1 - index)));
        }
        return aged;
    }

    private static final class EarlySecret extends BcTlsSecret {

        EarlySecret(BcTlsCrypto crypto, byte[] data) {
            super(crypto, data);
        }

        /** {@code struct HkdfLabel}: length, then the label behind one byte of its length (RFC 8446, 7.1). */
        @Override
        public synchronized TlsSecret hkdfExpand(int hash, byte[] info, int length) {
            boolean isBinder = info.length >= LABEL_AT + EXTERNAL.length
                    && Arrays.equals(info, LABEL_AT, LABEL_AT + EXTERNAL.length, EXTERNAL, 0, EXTERNAL.length);
            byte[] used = info.clone();
            if (isBinder) {
                System.arraycopy(RESUMPTION, 0, used, LABEL_AT, RESUMPTION.length);
            }
            return super.hkdfExpand(hash, used, length);
        }
    }
}
