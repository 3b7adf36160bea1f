package dev.handshakefleet.probe.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsHash;

/**
 * The messages of a handshake of TLS 1.3 in the order sent and received, up to our Finished, because Bouncy Castle keeps
 * its own for itself. Used by one thread.
 */
final class HandshakeTranscript {

    private static final int HEADER_SIZE = 4;
    /** The random of a ServerHello stands behind the header and the version. */
    private static final int RANDOM_OFFSET = HEADER_SIZE + 2;

    /** SHA-256 of "HelloRetryRequest": the random of a ServerHello that is one (RFC 8446, 4.1.3). */
    private static final byte[] RETRY_RANDOM = {
        (byte) 0xCF,
        0x21,
        (byte) 0xAD,
        0x74,
        (byte) 0xE5,
        (byte) 0x9A,
        0x61,
        0x11,
        (byte) 0xBE,
        0x1D,
        (byte) 0x8C,
        0x02,
        0x1E,
        0x65,
        (byte) 0xB8,
        (byte) 0x91,
        (byte) 0xC2,
        (byte) 0xA2,
        0x11,
        0x16,
        0x7A,
        (byte) 0xBB,
        (byte) 0x8C,
        0x5E,
        0x07,
        (byte) 0x9E,
        0x09,
        (byte) 0xE2,
        (byte) 0xC8,
        (byte) 0xA8,
        0x33,
        (byte) 0x9C
    };

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    void sent(byte[] buffer, int offset, int length) {
        messages.write(buffer, offset, length);
    }

    /** Reads the message without moving in it. */
    void received(HandshakeMessageInput message) {
        message.updateHash(new Collector());
    }

    /** @return its hash, a ClientHello that was answered by a HelloRetryRequest replaced as RFC 8446, 4.4.1 wants it */
    byte[] hash(TlsCrypto crypto, int algorithm) {
        byte[] all = messages.toByteArray();
        TlsHash hash = crypto.createHash(algorithm);
        int start = 0;
        int firstLength = length(all, 0);
        if (isRetry(all, firstLength)) {
            TlsHash first = crypto.createHash(algorithm);
            first.update(all, 0, firstLength);
            byte[] firstHash = first.calculateHash();
            byte[] header = {(byte) HandshakeType.message_hash, 0, 0, (byte) firstHash.length};
            hash.update(header, 0, header.length);
            hash.update(firstHash, 0, firstHash.length);
            start = firstLength;
        }
        hash.update(all, start, all.length - start);
        return hash.calculateHash();
    }

    private static boolean isRetry(byte[] all, int offset) {
        int random = offset + RANDOM_OFFSET;
        return random + RETRY_RANDOM.length <= all.length
                && all[offset] == HandshakeType.server_hello
                && Arrays.equals(all, random, random + RETRY_RANDOM.length, RETRY_RANDOM, 0, RETRY_RANDOM.length);
    }

    private static int length(byte[] all, int offset) {
        return HEADER_SIZE
                + ((all[offset + 1] & 0xff) << (2 * Byte.SIZE))
                + ((all[offset + 2] & 0xff) << Byte.SIZE)
                + (all[offset + 3] & 0xff);
    }

    /** The only door through which a message that was received shows all of its bytes. */
    private final class Collector implements TlsHash {

        @Override
        public void update(byte[] input, int offset, int length) {
            messages.write(input, offset, length);
        }

        @Override
        public byte[] calculateHash() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TlsHash cloneHash() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException();
        }
    }
}
