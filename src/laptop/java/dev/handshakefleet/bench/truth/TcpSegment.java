package dev.handshakefleet.bench.truth;

/**
 * One captured TCP segment.
 *
 * @param nanos its stamp, since the epoch
 * @param source address and port, such as {@code 127.0.0.1:40000}
 * @param destination address and port
 * @param sequence its sequence number, 0 to 2³² − 1
 * @param flags as in RFC 9293, 3.1; see {@link #isSyn} and {@link #isAck}
 * @param length bytes of data that it carried
 * @param data the captured part of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TcpSegment(long nanos, String source, String destination, long sequence, int flags, int length, byte[] data) {

    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    boolean isSyn() {
        return (flags & SYN) != 0;
    }

    boolean isAck() {
        return (flags & ACK) != 0;
    }
}
