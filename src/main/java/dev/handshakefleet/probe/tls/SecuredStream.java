package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.io.EOFException;
import java.io.IOException;
import org.bouncycastle.tls.TlsClientProtocol;

/**
 * Application data over a TLS session. The instants are those of the segments that carried the records. Used by one
 * thread.
 */
final class SecuredStream implements TimedStream {

    /** The limit of tickets, key updates and empty records in a row without application data. */
    private static final int MOST_BYTES_WITHOUT_DATA = 256 * 1024;

    private static final int MOST_AT_ONCE = 16 * 1024;

    private final TlsClientProtocol protocol;
    private final TimedStream below;
    private int bytesWithoutData;
    private long arrivedNanos;

    SecuredStream(TlsClientProtocol protocol, TimedStream below) {
        this.protocol = protocol;
        this.below = below;
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) throws IOException {
        protocol.writeApplicationData(bytes, 0, bytes.length);
        return sendPending(deadline);
    }

    @Override
    public Arrival receive(Deadline deadline) throws IOException {
        while (protocol.getAvailableInputBytes() == 0) {
            if (protocol.isClosed()) {
                return new Arrival(new byte[0], arrivedNanos);
            }
            Arrival arrival = below.receive(deadline);
            arrivedNanos = arrival.nanos();
            if (arrival.isEnd()) {
                return arrival;
            }
            offer(arrival, deadline);
        }
        bytesWithoutData = 0;
        byte[] data = new byte[Math.min(MOST_AT_ONCE, protocol.getAvailableInputBytes())];
        int _ = protocol.readInput(data, 0, data.length);
        return new Arrival(data, arrivedNanos);
    }

    /** Reads the next bytes of the session, application data or not. Returns false at the end. */
    boolean readRecords(Deadline deadline) throws IOException {
        Arrival arrival = below.receive(deadline);
        if (!arrival.isEnd()) {
            offer(arrival, deadline);
        }
        return !arrival.isEnd();
    }

    private void offer(Arrival arrival, Deadline deadline) throws IOException {
        bytesWithoutData += arrival.bytes().length;
        if (bytesWithoutData > MOST_BYTES_WITHOUT_DATA) {
            throw new IOException("the server sent more than " + MOST_BYTES_WITHOUT_DATA
                    + " bytes of TLS without a byte of application data");
        }
        try {
            protocol.offerInput(arrival.bytes(), 0, arrival.bytes().length);
        } catch (EOFException cut) {
            throw new IOException(HandshakeFailures.CUT_SHORT, cut);
        } catch (RuntimeException broken) {
            throw new IOException("the server broke the protocol", broken);
        }
        if (protocol.getAvailableOutputBytes() > 0) {
            Departure _ = sendPending(deadline);
        }
    }

    private Departure sendPending(Deadline deadline) throws IOException {
        byte[] output = new byte[protocol.getAvailableOutputBytes()];
        int _ = protocol.readOutput(output, 0, output.length);
        return below.send(output, deadline);
    }
}
