package dev.handshakefleet.bench.truth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes captures as tcpdump does, segment by segment. */
final class PcapBytes {

    static final int NANOSECOND_MAGIC = 0xa1b23c4d;

    private final List<byte[]> parts = new ArrayList<>();

    PcapBytes() {
        this(NANOSECOND_MAGIC);
    }

    PcapBytes(int magic) {
        parts.add(little(24).putInt(magic).putInt(20, 1).array());
    }

    /** A TCP segment between 127.0.0.1:40000 and 127.77.0.1:443. */
    PcapBytes segment(long nanos, boolean fromClient, int sequence, int flags, byte... data) {
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 20 + data.length);
        frame.putShort(12, (short) 0x0800);
        frame.put(14, (byte) 0x45)
                .putShort(16, (short) (40 + data.length))
                .put(23, (byte) 6)
                .putInt(26, fromClient ? 0x7f000001 : 0x7f4d0001)
                .putInt(30, fromClient ? 0x7f4d0001 : 0x7f000001);
        frame.putShort(34, (short) (fromClient ? 40_000 : 443))
                .putShort(36, (short) (fromClient ? 443 : 40_000))
                .putInt(38, sequence)
                .put(46, (byte) 0x50)
                .put(47, (byte) flags)
                .put(54, data);
        return frame(nanos, frame.array());
    }

    /** Any frame. */
    PcapBytes frame(long nanos, byte... frame) {
        return header(nanos, frame.length).raw(frame);
    }

    /** The header of a frame that may not follow. */
    PcapBytes header(long nanos, int length) {
        return raw(little(16)
                .putInt((int) (nanos / 1_000_000_000))
                .putInt((int) (nanos % 1_000_000_000))
                .putInt(length)
                .putInt(length)
                .array());
    }

    /** Bytes as they are. */
    PcapBytes raw(byte... bytes) {
        parts.add(bytes);
        return this;
    }

    Path writtenIn(Path directory) throws IOException {
        Path file = directory.resolve("test.pcap");
        int length = parts.stream().mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        parts.forEach(all::put);
        return Files.write(file, Arrays.copyOf(all.array(), length));
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
