package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.net.Departure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who waited for whom during a handshake. A turn begins with what we sent and ends with the arrival that let us go on: the
 * last one before we sent again, or before the end. From the departure to that arrival nothing but the peer and the network
 * was awaited, whatever our threads did meanwhile with the parts that had come already. Used by one thread.
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

    /** How often the peer had to answer before we could go on: full round trips. */
    int roundTrips() {
        return (int) turns.stream().filter(turn -> turn.isAnswered).count();
    }

    /** The sum over all turns that were answered. */
    Duration waited() {
        return Duration.ofNanos(turns.stream()
                .filter(turn -> turn.isAnswered)
                .mapToLong(turn -> Math.max(0, turn.answered - turn.departure.nanos()))
                .sum());
    }

    /** Whether the last word was ours. */
    boolean endedWithUs() {
        return !turns.isEmpty() && !turns.getLast().isAnswered;
    }

    /** When our last flight left. */
    long lastDeparture() {
        return turns.getLast().departure.nanos();
    }
}
