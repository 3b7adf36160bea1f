package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sends the server's part of a recorded flight, whatever it receives, and then nothing more. It records the bytes that it
 * receives.
 */
final class ReplayedPeer implements TimedStream {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Iterator<byte[]> arrivals;

    private ReplayedPeer(Stream<byte[]> arrivals) {
        this.arrivals = arrivals.iterator();
    }

    /** Each flight of the server arrives whole. */
    static ReplayedPeer of(RecordedFlight recorded) {
        return new ReplayedPeer(serversFlights(recorded));
    }

    /** Each flight of the server is changed before it arrives; one that nothing is left of ends the stream. */
    static ReplayedPeer changed(RecordedFlight recorded, UnaryOperator<byte[]> change) {
        return new ReplayedPeer(serversFlights(recorded).map(change));
    }

    /** Each flight of the server arrives in pieces, as segments of TCP may be. */
    static ReplayedPeer cut(RecordedFlight recorded, int bytesAPiece) {
        return new ReplayedPeer(serversFlights(recorded)
                .flatMap(flight -> IntStream.iterate(0, at -> at < flight.length, at -> at + bytesAPiece)
                        .mapToObj(at -> Arrays.copyOfRange(flight, at, Math.min(flight.length, at + bytesAPiece)))));
    }

    /** The server sends so many bytes and then ends the stream. */
    static ReplayedPeer endingAfter(RecordedFlight recorded, int bytes) {
        AtomicInteger left = new AtomicInteger(bytes);
        return new ReplayedPeer(Stream.concat(
                serversFlights(recorded)
                        .map(flight ->
                                Arrays.copyOf(flight, Math.clamp(left.getAndAdd(-flight.length), 0, flight.length)))
                        .takeWhile(flight -> flight.length > 0),
                Stream.of(new byte[0])));
    }

    private static Stream<byte[]> serversFlights(RecordedFlight recorded) {
        return recorded.flights().stream()
                .filter(flight -> flight.from() == Sender.SERVER)
                .map(RecordedFlight.Flight::bytes);
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
        if (!arrivals.hasNext()) {
            throw new SocketTimeoutException("the recording ends here");
        }
        return new Arrival(arrivals.next(), System.nanoTime());
    }
}
