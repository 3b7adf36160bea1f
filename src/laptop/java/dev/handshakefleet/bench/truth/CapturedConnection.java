package dev.handshakefleet.bench.truth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The segments of one TCP connection, in the order of their stamps, without retransmissions. */
final class CapturedConnection {

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int RECORD_HEADER = 5;
    private static final long SEQUENCE_SPACE = 1L << 32;

    private final String client;
    private final List<TcpSegment> data = new ArrayList<>();
    private Optional<Long> syn = Optional.empty();
    private Optional<Long> synAck = Optional.empty();
    private long nextOfClient = -1;
    private long nextOfServer = -1;

    private CapturedConnection(String client) {
        this.client = client;
    }

    /**
     * Sorts segments into connections.
     *
     * @param segments in the order of their stamps
     * @return the connections to each server, by its address and port, in the order of their SYNs; connections without
     *     one
     *     in the capture are left out
     */
    static Map<String, List<CapturedConnection>> byServer(List<TcpSegment> segments) {
        Map<String, List<CapturedConnection>> byServer = new LinkedHashMap<>();
        Map<String, CapturedConnection> open = new LinkedHashMap<>();
        for (TcpSegment segment : segments) {
            String outward = segment.source() + ">" + segment.destination();
            String inward = segment.destination() + ">" + segment.source();
            if (segment.isSyn() && !segment.isAck() && !open.containsKey(outward)) {
                CapturedConnection connection = new CapturedConnection(segment.source());
                open.put(outward, connection);
                byServer.computeIfAbsent(segment.destination(), server -> new ArrayList<>())
                        .add(connection);
            }
            Optional.ofNullable(open.get(outward))
                    .or(() -> Optional.ofNullable(open.get(inward)))
                    .ifPresent(connection -> connection.add(segment));
        }
        return byServer;
    }

    /** From the first SYN to the first SYN-ACK. */
    Optional<Duration> connect() {
        return syn.flatMap(asked -> synAck.map(answered -> Duration.ofNanos(answered - asked)));
    }

    /** The departure of the client's first segment with data, since the epoch. */
    Optional<Duration> helloAt() {
        return data.stream().filter(this::isFromClient).findFirst().map(segment -> Duration.ofNanos(segment.nanos()));
    }

    /**
     * From the client's last segment before the server's first one to the server's last one before the client's next.
     */
    Optional<Duration> waited() {
        Optional<TcpSegment> asked = Optional.empty();
        Optional<TcpSegment> answered = Optional.empty();
        for (TcpSegment segment : data) {
            if (!isFromClient(segment)) {
                answered = Optional.of(segment);
            } else if (answered.isEmpty()) {
                asked = Optional.of(segment);
            } else {
                break;
            }
        }
        Optional<TcpSegment> last = answered;
        return asked.flatMap(from -> last.map(until -> Duration.ofNanos(until.nanos() - from.nanos())));
    }

    /**
     * The departure of the segment that completes the client's Finished, since the epoch. That is the first encrypted
     * record:
     * of
     * application data in TLS 1.3 (RFC 8446, 5.2), of a handshake after ChangeCipherSpec before (RFC 5246, 7.1).
     */
    Optional<Duration> finishedAt() {
        byte[] sent = sentByClient();
        boolean cipherChanged = false;
        int at = 0;
        while (at + RECORD_HEADER <= sent.length) {
            int type = sent[at] & 0xff;
            int end = at + RECORD_HEADER + unsigned16(sent, at + 3);
            if (type == APPLICATION_DATA || (type == HANDSHAKE && cipherChanged)) {
                return departureOf(end);
            }
            cipherChanged |= type == CHANGE_CIPHER_SPEC;
            at = end;
        }
        return Optional.empty();
    }

    private void add(TcpSegment segment) {
        if (segment.isSyn()) {
            if (segment.isAck()) {
                synAck = synAck.or(() -> Optional.of(segment.nanos()));
                nextOfServer = after(segment.sequence(), 1);
            } else {
                syn = syn.or(() -> Optional.of(segment.nanos()));
                nextOfClient = after(segment.sequence(), 1);
            }
        } else if (segment.length() > 0) {
            addInOrder(segment);
        }
    }

    /** Only segments that continue their direction count. Loopback loses nothing, so any other is a retransmission. */
    private void addInOrder(TcpSegment segment) {
        if (isFromClient(segment) && segment.sequence() == nextOfClient) {
            nextOfClient = after(segment.sequence(), segment.length());
            data.add(segment);
        } else if (!isFromClient(segment) && segment.sequence() == nextOfServer) {
            nextOfServer = after(segment.sequence(), segment.length());
            data.add(segment);
        }
    }

    private byte[] sentByClient() {
        List<TcpSegment> sent = data.stream().filter(this::isFromClient).toList();
        byte[] bytes = new byte[sent.stream().mapToInt(TcpSegment::length).sum()];
        int at = 0;
        for (TcpSegment segment : sent) {
            System.arraycopy(segment.data(), 0, bytes, at, segment.data().length);
            at += segment.length();
        }
        return bytes;
    }

    /** The departure of the client's byte before {@code offset} of its stream. */
    private Optional<Duration> departureOf(int offset) {
        int sent = 0;
        for (TcpSegment segment : data) {
            if (isFromClient(segment)) {
                sent += segment.length();
                if (sent >= offset) {
                    return Optional.of(Duration.ofNanos(segment.nanos()));
                }
            }
        }
        return Optional.empty();
    }

    private static int unsigned16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private boolean isFromClient(TcpSegment segment) {
        return segment.source().equals(client);
    }

    private static long after(long sequence, int length) {
        return (sequence + length) % SEQUENCE_SPACE;
    }
}
