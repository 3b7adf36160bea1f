package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.Deadline;
import dev.handshakefleet.probe.HandshakeStep.Sender;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/** Says what the server of a recorded flight said, whatever it is told, and then nothing more. Keeps what it is told. */
final class ReplayedPeer implements TimedStream {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final UnaryOperator<byte[]> change;
    private final Iterator<RecordedFlight.Flight> flights;

    /** @param change done to each flight of the server before it arrives */
    ReplayedPeer(RecordedFlight recorded, UnaryOperator<byte[]> change) {
        this.change = change;
        this.flights = recorded.flights().stream()
                .filter(flight -> flight.from() == Sender.SERVER)
                .iterator();
    }

    /** All that was sent to it. */
    byte[] sent() {
        return sent.toByteArray();
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) {
        long now = System.nanoTime();
        sent.writeBytes(bytes);
        return () -> now;
    }

    @Override
    public Arrival receive(Deadline deadline) throws IOException {
        if (!flights.hasNext()) {
            throw new SocketTimeoutException("the recording ends here");
        }
        return new Arrival(change.apply(flights.next().bytes()), System.nanoTime());
    }
}
