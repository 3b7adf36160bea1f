package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A server that sends its script and ignores the request. Its clock starts when the request has left, and ticks one millisecond
 * with each arrival.
 */
final class ScriptedStream implements TimedStream {

    static final long MILLI = 1_000_000;

    private sealed interface Step {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Says(byte[] bytes) implements Step {

        @Override
        public String toString() {
            return "says " + bytes.length;
        }
    }

    private enum Ends implements Step {
        CLOSED,
        RESET,
        SILENT
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean forEver;
    private boolean deaf;
    private long now = System.nanoTime();

    ScriptedStream says(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += 16_384) {
            steps.add(new Says(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 16_384))));
        }
        return this;
    }

    ScriptedStream says(String text) {
        return says(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    ScriptedStream saysByteByByte(byte[] bytes) {
        for (byte single : bytes) {
            steps.add(new Says(new byte[] {single}));
        }
        return this;
    }

    ScriptedStream saysForEver(byte[] bytes) {
        forEver = true;
        return says(bytes);
    }

    ScriptedStream closes() {
        steps.add(Ends.CLOSED);
        return this;
    }

    ScriptedStream resets() {
        steps.add(Ends.RESET);
        return this;
    }

    ScriptedStream fallsSilent() {
        steps.add(Ends.SILENT);
        return this;
    }

    /** From the second flight on, nothing can be sent to it. */
    ScriptedStream thatIsDeaf() {
        deaf = true;
        return this;
    }

    byte[] heard() {
        return heard.toByteArray();
    }

    String heardText() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) throws IOException {
        if (heard.size() > 0 && deaf) {
            throw new SocketException("Broken pipe");
        }
        boolean first = heard.size() == 0;
        heard.writeBytes(bytes);
        if (first) {
            now = System.nanoTime();
        }
        long left = now;
        return () -> left;
    }

    @Override
    public Arrival receive(Deadline deadline) throws IOException {
        Step step = steps.isEmpty() ? Ends.CLOSED : steps.poll();
        if (forEver && step instanceof Says) {
            steps.add(step);
        }
        now += MILLI;
        return switch (step) {
            case Says says -> new Arrival(says.bytes(), now);
            case Ends.CLOSED -> new Arrival(new byte[0], now);
            case Ends.RESET -> throw new SocketException("Connection reset");
            case Ends.SILENT -> throw new SocketTimeoutException();
        };
    }
}
