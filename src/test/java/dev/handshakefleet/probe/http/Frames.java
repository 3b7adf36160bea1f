package dev.handshakefleet.probe.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames of a server, byte by byte as RFC 9113 has them; HPACK by its static table (RFC 7541, appendix A). */
final class Frames {

    /** The first stream of the codec; it leaves 1 to those that came by an upgrade (RFC 7540, 3.2). */
    static final int STREAM = 3;

    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int ACK = 0x1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Frames frame(int type, int flags, int stream, byte... payload) {
        int length = payload.length;
        bytes.writeBytes(new byte[] {
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length,
            (byte) type,
            (byte) flags,
            (byte) (stream >> 24),
            (byte) (stream >> 16),
            (byte) (stream >> 8),
            (byte) stream
        });
        bytes.writeBytes(payload);
        return this;
    }

    Frames settings() {
        return frame(4, 0, 0);
    }

    Frames settingsAck() {
        return frame(4, ACK, 0);
    }

    Frames ping() {
        return frame(6, 0, 0, new byte[8]);
    }

    Frames head(int status, int flags) {
        return frame(1, END_HEADERS | flags, STREAM, statusBlock(status));
    }

    Frames data(int size, int flags) {
        return frame(0, flags, STREAM, new byte[size]);
    }

    Frames reset(int code) {
        return frame(3, 0, STREAM, number(code));
    }

    Frames goAway(int lastStream, int code, String debug) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(number(lastStream));
        payload.writeBytes(number(code));
        payload.writeBytes(debug.getBytes(StandardCharsets.ISO_8859_1));
        return frame(7, 0, 0, payload.toByteArray());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** A literal that is not indexed, its name taken from entry 8: {@code :status}. */
    static byte[] statusBlock(int status) {
        String digits = Integer.toString(status);
        return new byte[] {8, 3, (byte) digits.charAt(0), (byte) digits.charAt(1), (byte) digits.charAt(2)};
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
