package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.net.Departure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up the waiting time of a handshake. A turn begins with a flight of ours and ends with the arrival that let us
 * continue: the last arrival before our next flight, or before the end. From that departure to that arrival the client
 * waited only for the peer and the network. Any work of our threads on earlier parts of the flight happened within this
 * wait and does not lengthen it. Used by one thread.
 */
final class FlightTimes {

    private final List<Turn> turns = new ArrayList<>();

    private static final class Turn {
        private final Departure departure;
        private long answered;
        private boolean isAnswered;

        Turn(Departure departure) {
            this.departure = departure;
        }
    }

    void sent(Departure departure) {
        if (!turns.isEmpty() && !turns.getLast().isAnswered) {
            turns.removeLast();
        }
        turns.add(new Turn(departure));
    }

    void received(long nanos) {
        if (!turns.isEmpty()) {
            turns.getLast().answered = nanos;
            turns.getLast().isAnswered = true;
        }
    }

    /** The number of full round trips: the turns that the peer answered. */
    int roundTrips() {
        return (int) turns.stream().filter(turn -> turn.isAnswered).count();
    }

    /** The sum over all answered turns. */
    Duration waited() {
        return Duration.ofNanos(turns.stream()
                .filter(turn -> turn.isAnswered)
                .mapToLong(turn -> Math.max(0, turn.answered - turn.departure.nanos()))
                .sum());
    }

    /** Whether our flight was the last one. */
    boolean clientSentLast() {
        return !turns.isEmpty() && !turns.getLast().isAnswered;
    }

    /** The departure of our last flight. */
    long lastDeparture() {
        return turns.getLast().departure.nanos();
    }
}
