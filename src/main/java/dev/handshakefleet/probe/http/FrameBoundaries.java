package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.net.Arrival;

/**
 * Follows the borders of HTTP/2 frames (RFC 9113, 4.1: 24 bits of length, 8 of type, 8 of flags, 32 of stream) through
 * arrivals that know nothing of them, to tell when a header block began, and keeps count of what is not content. Reads
 * nothing but these nine bytes: what they mean is the codec's business. Used by one thread.
 */
final class FrameBoundaries {

    private static final int HEADER_BYTES = 9;
    private static final int TYPE_AT = 3;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;

    private int headerSeen;
    private int length;
    private int type;
    private int payloadLeft;
    private int controlFrames;
    private int headBytes;
    private long frameNanos;
    private long headNanos;

    /**
     * @param from where the bytes not yet seen begin
     * @return where the frame they belong to ends, or the arrival
     */
    int nextBorder(Arrival arrival, int from) throws BrokenExchangeException {
        byte[] bytes = arrival.bytes();
        int at = from;
        while (headerSeen < HEADER_BYTES && at < bytes.length) {
            header(bytes[at++] & 0xff, arrival.nanos());
        }
        int payload = Math.min(payloadLeft, bytes.length - at);
        payloadLeft -= payload;
        if (headerSeen == HEADER_BYTES && payloadLeft == 0) {
            headerSeen = 0;
        }
        return at + payload;
    }

    /** @return when the first byte of the newest HEADERS frame arrived */
    long headNanos() {
        return headNanos;
    }

    private void header(int value, long nanos) throws BrokenExchangeException {
        if (headerSeen == 0) {
            frameNanos = nanos;
            length = 0;
        }
        if (headerSeen < TYPE_AT) {
            length = length << 8 | value;
        } else if (headerSeen == TYPE_AT) {
            type = value;
        }
        if (++headerSeen == HEADER_BYTES) {
            payloadLeft = length;
            count();
        }
    }

    private void count() throws BrokenExchangeException {
        if (type == HEADERS) {
            headNanos = frameNanos;
        }
        if (type == HEADERS || type == CONTINUATION) {
            headBytes += length;
            if (headBytes > HttpLimits.MOST_HEAD) {
                throw BrokenExchangeException.protocol("more than " + HttpLimits.MOST_HEAD + " bytes of headers");
            }
        }
        if (type != DATA && ++controlFrames > HttpLimits.MOST_CONTROL_FRAMES) {
            throw BrokenExchangeException.protocol(
                    "more than " + HttpLimits.MOST_CONTROL_FRAMES + " frames that are no content");
        }
    }
}
