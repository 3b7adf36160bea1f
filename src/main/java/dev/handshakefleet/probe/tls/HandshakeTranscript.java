package dev.handshakefleet.probe.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsHash;

/**
 * The messages of a TLS 1.3 handshake in the order sent and received, up to our Finished. Bouncy Castle does not expose
 * its own transcript. Used by one thread.
 */
final class HandshakeTranscript {

    /** Larger than any honest handshake; a longer transcript is dropped to bound the memory. */
    private static final int LARGEST = 64 * 1024;

    private static final int HEADER_SIZE = 4;
    /** The random of a ServerHello follows the header and the version. */
    private static final int RANDOM_OFFSET = HEADER_SIZE + 2;

    /** SHA-256 of "HelloRetryRequest": the random of a ServerHello that is one (RFC 8446, 4.1.3). */
    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private boolean whole = true;

    void sent(byte[] buffer, int offset, int length) {
        whole &= messages.size() + length <= LARGEST;
        if (whole) {
            messages.write(buffer, offset, length);
        }
    }

    /** Whether the transcript is complete. Without all messages there is no hash. */
    boolean isComplete() {
        return whole;
    }

    /** Reads the message without changing its position. */
    void received(HandshakeMessageInput message) {
        message.updateHash(new Collector());
    }

    /**
     * Hashes the transcript. A ClientHello that was answered by a HelloRetryRequest is replaced as RFC 8446, 4.4.1
     * requires.
     *
     * @return the hash
     */
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

    /** Only this method of the message exposes all bytes of a received message. */
    private final class Collector implements TlsHash {

        @Override
        public void update(byte[] input, int offset, int length) {
            sent(input, offset, length);
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
