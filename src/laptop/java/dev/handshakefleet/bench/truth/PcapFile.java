package dev.handshakefleet.bench.truth;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads captures in the classic pcap format (draft-ietf-opsawg-pcap), little-endian with nanoseconds, of Ethernet
 * frames
 * with TCP over IPv4: the output of tcpdump on loopback. Frames of another kind are skipped.
 */
final class PcapFile {

    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int ETHERNET = 1;
    private static final int PACKET_HEADER = 16;
    private static final int LARGEST_PACKET = 256 * 1024;
    private static final int MOST_PACKETS = 2_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERTYPE_OFFSET = 12;
    private static final int IPV4 = 0x0800;
    private static final int IP_HEADER = 20;
    private static final int TCP = 6;
    private static final int TCP_HEADER = 20;

    private PcapFile() {}

    /**
     * @return the TCP segments of the file, in the order of their stamps; a packet cut short at the end of the file is
     *     left
     *     out
     * @throws IOException when it is not such a file or holds more than two million packets
     */
    static List<TcpSegment> read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ByteBuffer header = littleEndian(in.readNBytes(FILE_HEADER));
            if (header.remaining() < FILE_HEADER
                    || header.getInt(0) != NANOSECOND_MAGIC
                    || header.getInt(LINK_TYPE_OFFSET) != ETHERNET) {
                throw new IOException("the capture is not a pcap file of Ethernet frames with nanoseconds");
            }
            return sorted(packets(in));
        }
    }

    private static List<TcpSegment> packets(InputStream in) throws IOException {
        List<TcpSegment> segments = new ArrayList<>();
        for (int count = 0; ; count++) {
            if (count == MOST_PACKETS) {
                throw new IOException("the capture holds more than " + MOST_PACKETS + " packets");
            }
            ByteBuffer header = littleEndian(in.readNBytes(PACKET_HEADER));
            if (header.remaining() < PACKET_HEADER) {
                return segments;
            }
            long nanos = Integer.toUnsignedLong(header.getInt(0)) * NANOS_PER_SECOND
                    + Integer.toUnsignedLong(header.getInt(4));
            int captured = header.getInt(8);
            if (captured < 0 || captured > LARGEST_PACKET) {
                throw new IOException("the capture holds a packet of " + Integer.toUnsignedLong(captured) + " bytes");
            }
            byte[] frame = in.readNBytes(captured);
            if (frame.length < captured) {
                return segments;
            }
            segment(nanos, ByteBuffer.wrap(frame)).ifPresent(segments::add);
        }
    }

    /** Two CPUs may hand packets over in another order than that of their stamps. */
    private static List<TcpSegment> sorted(List<TcpSegment> segments) {
        segments.sort((one, other) -> Long.compare(one.nanos(), other.nanos()));
        return segments;
    }

    /** @return empty where the frame is not TCP over IPv4 or is cut within its headers */
    private static Optional<TcpSegment> segment(long nanos, ByteBuffer frame) {
        int ip = ETHERNET_HEADER;
        if (frame.limit() < ip + IP_HEADER + TCP_HEADER || frame.getShort(ETHERTYPE_OFFSET) != IPV4) {
            return Optional.empty();
        }
        int ipHeader = (frame.get(ip) & 0x0f) * 4;
        int tcp = ip + ipHeader;
        if (frame.get(ip + 9) != TCP || ipHeader < IP_HEADER || frame.limit() < tcp + TCP_HEADER) {
            return Optional.empty();
        }
        int tcpHeader = (frame.get(tcp + 12) >> 4 & 0x0f) * 4;
        int length = Short.toUnsignedInt(frame.getShort(ip + 2)) - ipHeader - tcpHeader;
        int start = tcp + tcpHeader;
        if (tcpHeader < TCP_HEADER || length < 0 || start > frame.limit()) {
            return Optional.empty();
        }
        byte[] data = new byte[Math.min(length, frame.limit() - start)];
        frame.get(start, data);
        return Optional.of(new TcpSegment(
                nanos,
                address(frame, ip + 12) + ":" + Short.toUnsignedInt(frame.getShort(tcp)),
                address(frame, ip + 16) + ":" + Short.toUnsignedInt(frame.getShort(tcp + 2)),
                Integer.toUnsignedLong(frame.getInt(tcp + 4)),
                frame.get(tcp + 13) & 0xff,
                length,
                data));
    }

    private static String address(ByteBuffer frame, int offset) {
        return (frame.get(offset) & 0xff) + "." + (frame.get(offset + 1) & 0xff) + "." + (frame.get(offset + 2) & 0xff)
                + "." + (frame.get(offset + 3) & 0xff);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
