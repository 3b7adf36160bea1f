package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Protocol;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The part of a connection before TLS, read by line or by octet.
 *
 * <ul>
 *   <li>It accepts at most {@value #MOST_BYTES} bytes and {@value #MOST_LINES} lines in all, and {@value #LONGEST_LINE}
 *       bytes a line.
 *   <li>It knows which message is awaited. Every failure names that message.
 *   <li>It recognizes a TLS record in place of clear text.
 * </ul>
 *
 * Used by one thread.
 */
final class ClearTextChannel {

    static final int MOST_BYTES = 16 * 1024;
    static final int MOST_LINES = 100;
    static final int LONGEST_LINE = 4 * 1024;

    private static final int MOST_REMEMBERED = 200;
    private static final byte[] NOTHING = {};

    private final Protocol protocol;
    private final TimedStream stream;
    private final Deadline deadline;
    private final StringBuilder unfinished = new StringBuilder();

    private String awaited = "an answer";
    private byte[] arrived = NOTHING;
    private int position;
    private long arrivedNanos;
    private int bytes;
    private int lines;

    ClearTextChannel(Protocol protocol, TimedStream stream, Deadline deadline) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
    }

    /** Sends one line, and names the message that is awaited next. */
    void ask(String line, String what) throws UpgradeFailedException {
        send((line + "\r\n").getBytes(StandardCharsets.US_ASCII), what);
    }

    /** Sends octets, and names the message that is awaited next. */
    void send(byte[] octets, String what) throws UpgradeFailedException {
        await(what);
        try {
            stream.send(octets, deadline);
        } catch (IOException broken) {
            throw broken(broken);
        }
    }

    /** Names the message that is awaited next, such as {@code the SMTP greeting (220)}. */
    void await(String what) {
        awaited = what;
        unfinished.setLength(0);
    }

    /** @return the next line without its end (CR LF, or LF alone), octets as ISO 8859-1 characters */
    String line() throws UpgradeFailedException {
        if (++lines > MOST_LINES) {
            throw limitExceeded("more than " + MOST_LINES + " lines");
        }
        unfinished.setLength(0);
        StringBuilder line = new StringBuilder();
        for (int octet = octet(); octet != '\n'; octet = octet()) {
            if (line.length() == LONGEST_LINE) {
                throw limitExceeded("a line of more than " + LONGEST_LINE + " bytes");
            }
            line.append((char) octet);
        }
        int end = line.length() - 1;
        if (end >= 0 && line.charAt(end) == '\r') {
            line.setLength(end);
        }
        return line.toString();
    }

    /** @return the next {@code count} octets */
    byte[] octets(int count) throws UpgradeFailedException {
        if (count < 0 || count > MOST_BYTES - bytes + unread()) {
            throw limitExceeded("a message of more than " + MOST_BYTES + " bytes");
        }
        byte[] octets = new byte[count];
        for (int index = 0; index < count; index++) {
            octets[index] = (byte) octet();
        }
        return octets;
    }

    /** @return the next octet, from 0 to 255 */
    int octet() throws UpgradeFailedException {
        if (unread() == 0) {
            receive();
        }
        int octet = Byte.toUnsignedInt(arrived[position++]);
        if (unfinished.length() < MOST_REMEMBERED) {
            unfinished.append((char) octet);
        }
        return octet;
    }

    /**
     * The caller has read the agreement of the peer, so no byte may be left.
     *
     * @throws UpgradeFailedException if bytes arrived with the agreement. Clear text must not be read as if it came through
     *     TLS (CVE-2011-0411).
     */
    void requireNothingUnread() throws UpgradeFailedException {
        if (unread() > 0) {
            String more = new String(arrived, position, unread(), StandardCharsets.ISO_8859_1);
            throw new UpgradeFailedException(
                    Kind.PROTOCOL_ERROR,
                    "The server sent " + unread() + " more bytes in clear text after its agreement to TLS: "
                            + SafeText.quoted(more) + ". Such bytes can be a command injection (CVE-2011-0411)");
        }
    }

    /** @return the arrival of the last byte that was read, on the monotonic clock */
    long lastArrivalNanos() {
        return arrivedNanos;
    }

    /** @return the failure of a peer that sent another message than the awaited one: it does not speak this protocol */
    UpgradeFailedException unexpected(String received) {
        return new UpgradeFailedException(
                Kind.PROTOCOL_ERROR, "Expected " + awaited + ", but the server sent " + SafeText.quoted(received));
    }

    private int unread() {
        return arrived.length - position;
    }

    private void receive() throws UpgradeFailedException {
        byte[] next = nextBytes();
        if (bytes == 0 && DirectTls.isContentType(Byte.toUnsignedInt(next[0]))) {
            requireNoRecord(next);
        } else {
            arrived(next);
        }
    }

    /** Two octets identify a TLS record. They can arrive one by one. */
    private void requireNoRecord(byte[] beginning) throws UpgradeFailedException {
        arrived(beginning);
        int first = beginning[0];
        int second;
        if (beginning.length > 1) {
            second = beginning[1];
        } else {
            byte[] rest = nextBytes();
            second = rest[0];
            byte[] both = new byte[1 + rest.length];
            both[0] = beginning[0];
            System.arraycopy(rest, 0, both, 1, rest.length);
            arrived = both;
            bytes += rest.length;
        }
        if (DirectTls.isRecord(first, second)) {
            throw new UpgradeFailedException(
                    Kind.PROTOCOL_ERROR,
                    "Expected " + awaited + ", but the server sent a TLS record: it seems to speak TLS from the first"
                            + " byte: " + DirectTls.advice(protocol));
        }
    }

    private void arrived(byte[] next) {
        arrived = next;
        position = 0;
        bytes += next.length;
    }

    private byte[] nextBytes() throws UpgradeFailedException {
        Arrival arrival = nextArrival();
        if (arrival.isEnd()) {
            throw closed();
        }
        if (bytes + arrival.bytes().length > MOST_BYTES) {
            throw limitExceeded("more than " + MOST_BYTES + " bytes");
        }
        arrivedNanos = arrival.nanos();
        return arrival.bytes();
    }

    private Arrival nextArrival() throws UpgradeFailedException {
        if (deadline.hasPassed()) {
            throw late();
        }
        try {
            return stream.receive(deadline);
        } catch (IOException broken) {
            throw broken(broken);
        }
    }

    private UpgradeFailedException broken(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException timeout -> late();
            case SocketException reset when deadline.hasPassed() -> late();
            case SocketException reset ->
                new UpgradeFailedException(
                        Kind.CONNECTION_RESET, "The connection was reset before " + awaited + " arrived");
            default ->
                new UpgradeFailedException(
                        Kind.CONNECTION_RESET, "The connection broke before " + awaited + " arrived");
        };
    }

    private UpgradeFailedException late() {
        String detail = bytes == 0 && DirectTls.waitsForEachOther(protocol)
                ? "The server sent nothing before " + awaited + " was due; if it speaks TLS from the first byte, "
                        + DirectTls.advice(protocol)
                : "The server did not send " + awaited + " in time" + soFar();
        return new UpgradeFailedException(Kind.TIMEOUT, detail);
    }

    private UpgradeFailedException closed() {
        String advice = bytes == 0 && !DirectTls.waitsForEachOther(protocol)
                ? "; if it speaks TLS from the first byte, " + DirectTls.advice(protocol)
                : "";
        return new UpgradeFailedException(
                Kind.CLOSED_BY_PEER,
                "The server closed the connection before " + awaited + " arrived" + soFar() + advice);
    }

    private UpgradeFailedException limitExceeded(String what) {
        return new UpgradeFailedException(Kind.PROTOCOL_ERROR, "The server sent " + what + " instead of " + awaited);
    }

    private String soFar() {
        return unfinished.isEmpty() ? "" : "; so far it sent " + SafeText.quoted(unfinished.toString());
    }
}
