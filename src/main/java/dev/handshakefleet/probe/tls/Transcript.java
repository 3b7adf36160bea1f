package dev.handshakefleet.probe.tls;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsHash;

/**
 * The handshake messages of both sides, in order, which the secret of later resumptions is bound to (RFC 8446, 4.4.1).
 * Bouncy Castle keeps its own to itself. Used by one thread.
 */
final class Transcript {

    private final List<byte[]> messages = new ArrayList<>();
    private boolean helloRetryRequest;

    /** A message of the server, as it came; to be called before any of it is read. */
    void received(HandshakeMessageInput message) {
        message.updateHash(new Copy());
    }

    /** Handshake messages of ours, or a part of one. */
    void sent(byte[] buffer, int offset, int length) {
        messages.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /** The server's message before this one was a HelloRetryRequest. */
    void helloRetryRequest() {
        helloRetryRequest = true;
    }

    /** The hash over all of it; after a HelloRetryRequest a hash stands in for the first ClientHello. */
    byte[] hash(TlsCrypto crypto, int algorithm) {
        TlsHash hash = crypto.createHash(algorithm);
        boolean isFirst = true;
        for (byte[] message : messages) {
            byte[] counted = isFirst && helloRetryRequest ? standIn(crypto.createHash(algorithm), message) : message;
            hash.update(counted, 0, counted.length);
            isFirst = false;
        }
        return hash.calculateHash();
    }

    private static byte[] standIn(TlsHash hash, byte[] clientHello) {
        hash.update(clientHello, 0, clientHello.length);
        byte[] digest = hash.calculateHash();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(HandshakeType.message_hash);
        message.write(0);
        message.write(0);
        message.write(digest.length);
        message.writeBytes(digest);
        return message.toByteArray();
    }

    /** Bouncy Castle hands a whole message, its header included, to a hash only. */
    private final class Copy implements TlsHash {

        @Override
        public void update(byte[] input, int offset, int length) {
            messages.add(Arrays.copyOfRange(input, offset, offset + length));
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
