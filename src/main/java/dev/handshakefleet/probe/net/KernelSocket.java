package dev.handshakefleet.probe.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * One non-blocking TCP socket of Linux, by its descriptor. The constants are those of the kernel headers for x86-64 and
 * aarch64. Not thread-safe. The caller must not use it after {@link #close}.
 */
final class KernelSocket {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_TIMESTAMPING = 37;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_INFO = 11;
    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** SOF_TIMESTAMPING_RX_SOFTWARE and _SOFTWARE. */
    private static final int STAMP_ARRIVALS = 1 << 3 | 1 << 4;

    /** SOF_TIMESTAMPING_TX_SOFTWARE, _OPT_ID and _OPT_TSONLY in addition. */
    private static final int STAMP_BOTH_WAYS = STAMP_ARRIVALS | 1 << 1 | 1 << 7 | 1 << 11;

    private static final int INFO_STATE = 0;
    private static final int INFO_RTT = 68;
    private static final int INFO_RETRANSMITS = 100;
    private static final int INFO_SMALLEST_RTT = 148;

    private static final int EAGAIN = 11;
    private static final int EPIPE = 32;
    private static final int ECONNRESET = 104;
    private static final int ETIMEDOUT = 110;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTUNREACH = 113;
    private static final int ENETUNREACH = 101;
    private static final int EINPROGRESS = 115;
    private static final int EMFILE = 24;
    private static final int ENFILE = 23;

    private final Libc libc;
    private final Scratch.Shelf shelf;
    private final int number;

    /** TCP_ESTABLISHED, and TCP_CLOSE_WAIT where the peer has ended its stream already. */
    private static final Set<Integer> STANDING = Set.of(1, 8);

    /**
     * Of {@code TCP_INFO}: whether the connection stands, and its round-trip times.
     */
    record PathInfo(boolean stands, Duration roundTrip, Duration smallestRoundTrip, int retransmits) {}

    private KernelSocket(Libc libc, Scratch.Shelf shelf, int number) {
        this.libc = libc;
        this.shelf = shelf;
        this.number = number;
    }

    static KernelSocket open(Libc libc, Scratch.Shelf shelf, InetAddress peer) throws IOException {
        Scratch scratch = shelf.take();
        try {
            int family = peer instanceof Inet6Address ? AF_INET6 : AF_INET;
            int number = libc.socket(scratch.state, family, SOCK_STREAM_NONBLOCK_CLOEXEC, 0);
            if (number < 0) {
                throw failure(-number);
            }
            return new KernelSocket(libc, shelf, number);
        } finally {
            shelf.giveBack(scratch);
        }
    }

    int number() {
        return number;
    }

    /** Sends the SYN. */
    void startConnect(InetSocketAddress peer) throws IOException {
        int result = with(scratch -> {
            libc.setsockopt(scratch.state, number, IPPROTO_TCP, TCP_NODELAY, scratch.option(1), Integer.BYTES);
            int length = writeAddress(scratch.option, peer);
            return libc.connect(scratch.state, number, scratch.option, length);
        });
        if (result < 0 && -result != EINPROGRESS) {
            throw failure(-result);
        }
    }

    /** Throws the error of the connect if it failed. */
    void throwPendingError() throws IOException {
        int error = with(scratch -> {
            scratch.optionLength.set(JAVA_INT, 0, Integer.BYTES);
            int result =
                    libc.getsockopt(scratch.state, number, SOL_SOCKET, SO_ERROR, scratch.option, scratch.optionLength);
            return result < 0 ? -result : scratch.option.get(JAVA_INT, 0);
        });
        if (error != 0) {
            throw failure(error);
        }
    }

    /** Asks for timestamps of received packets only. */
    boolean receiveStamps() {
        return setStamps(STAMP_ARRIVALS);
    }

    /**
     * Asks for timestamps in both directions. Call it when the connection is open, because the kernel numbers bytes
     * from then.
     */
    boolean stamp() {
        return setStamps(STAMP_BOTH_WAYS);
    }

    private boolean setStamps(int which) {
        return with(scratch -> libc.setsockopt(
                        scratch.state, number, SOL_SOCKET, SO_TIMESTAMPING, scratch.option(which), Integer.BYTES))
                >= 0;
    }

    PathInfo path() {
        Scratch scratch = shelf.take();
        try {
            scratch.option.fill((byte) 0);
            scratch.optionLength.set(JAVA_INT, 0, (int) scratch.option.byteSize());
            libc.getsockopt(scratch.state, number, IPPROTO_TCP, TCP_INFO, scratch.option, scratch.optionLength);
            return new PathInfo(
                    STANDING.contains((int) scratch.option.get(JAVA_BYTE, INFO_STATE)),
                    micros(scratch.option, INFO_RTT),
                    micros(scratch.option, INFO_SMALLEST_RTT),
                    scratch.option.get(JAVA_INT_UNALIGNED, INFO_RETRANSMITS));
        } finally {
            shelf.giveBack(scratch);
        }
    }

    /**
     * Returns the number of bytes that the socket accepted. This is less than offered, or zero, if its buffer is full.
     */
    int write(byte[] bytes, int offset) throws IOException {
        int length = Math.min(bytes.length - offset, PolledLink.READ_SIZE);
        int sent = with(scratch -> {
            MemorySegment.copy(bytes, offset, scratch.buffer, JAVA_BYTE, 0, length);
            return libc.send(scratch.state, number, scratch.buffer, length, MSG_NOSIGNAL);
        });
        if (sent < 0 && -sent != EAGAIN) {
            throw failure(-sent);
        }
        return Math.max(sent, 0);
    }

    /**
     * Reads available bytes into the scratch memory. Returns their number, 0 at the end of the stream, or -1 if none
     * are available.
     */
    int read(Scratch scratch) throws IOException {
        int length = libc.recvmsg(scratch.state, number, scratch.emptyMessage(), 0);
        if (length < 0 && -length != EAGAIN) {
            throw failure(-length);
        }
        return Math.max(length, -1);
    }

    /** Reads one timestamp of a departure into the scratch memory, if one is available. */
    boolean readDeparture(Scratch scratch) {
        return libc.recvmsg(scratch.state, number, scratch.emptyMessage(), MSG_ERRQUEUE) >= 0;
    }

    void close() {
        with(scratch -> libc.close(scratch.state, number));
    }

    private int with(ToIntFunction<Scratch> call) {
        Scratch scratch = shelf.take();
        try {
            return call.applyAsInt(scratch);
        } finally {
            shelf.giveBack(scratch);
        }
    }

    private static Duration micros(MemorySegment info, int offset) {
        return Duration.ofNanos(Integer.toUnsignedLong(info.get(JAVA_INT_UNALIGNED, offset)) * 1_000);
    }

    /** {@code struct sockaddr_in}, 16 bytes, or {@code struct sockaddr_in6}, 28 bytes (ip(7), ipv6(7)). */
    private static int writeAddress(MemorySegment target, InetSocketAddress peer) {
        boolean isIpv6 = peer.getAddress() instanceof Inet6Address;
        byte[] address = peer.getAddress().getAddress();
        target.asSlice(0, 28).fill((byte) 0);
        target.set(JAVA_SHORT, 0, (short) (isIpv6 ? AF_INET6 : AF_INET));
        target.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) peer.getPort());
        MemorySegment.copy(address, 0, target, JAVA_BYTE, isIpv6 ? 8 : 4, address.length);
        if (peer.getAddress() instanceof Inet6Address ipv6) {
            target.set(JAVA_INT, 24, ipv6.getScopeId());
        }
        return isIpv6 ? 28 : 16;
    }

    /** The exceptions that {@code java.net} throws for the same errors. */
    private static IOException failure(int error) {
        return switch (error) {
            case ECONNREFUSED -> new ConnectException("Connection refused");
            case ETIMEDOUT -> new SocketTimeoutException("the kernel gave up because none of its packets was answered");
            case EHOSTUNREACH -> new NoRouteToHostException("No route to host");
            case ENETUNREACH -> new NoRouteToHostException("Network is unreachable");
            case ECONNRESET -> new SocketException("Connection reset");
            case EPIPE -> new SocketException("Broken pipe");
            case EMFILE, ENFILE -> new SocketException("Too many open files");
            default -> new SocketException("errno " + error);
        };
    }
}
