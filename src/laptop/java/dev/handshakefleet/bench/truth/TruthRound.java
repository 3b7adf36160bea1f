package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.ReportedTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round of one client under one load: what it said beside what was captured.
 *
 * @param observed what it said
 * @param connections what was captured, by server
 * @param port where the relay listened
 */
record TruthRound(TruthClient.Observed observed, Map<String, List<CapturedConnection>> connections, int port) {

    /** The times that are compared, as they are called everywhere. */
    enum Compared {
        WAIT("wait"),
        CONNECT("connect"),
        TLS("tls");

        private final String label;

        Compared(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        private Optional<Duration> in(ReportedTimes said) {
            return switch (this) {
                case WAIT -> said.waited();
                case CONNECT -> said.connect();
                case TLS -> said.tls();
            };
        }

        private Duration in(WireTimes wire) {
            return switch (this) {
                case WAIT -> wire.waited();
                case CONNECT -> wire.connect();
                case TLS -> wire.tls();
            };
        }
    }

    /** One time of one probe, in nanoseconds. */
    record Pair(double reported, double captured) {

        double difference() {
            return reported - captured;
        }
    }

    /** The probes that both sides know, for one of the times. */
    List<Pair> pairs(Compared time) {
        List<Pair> pairs = new ArrayList<>();
        for (ReportedTimes said : observed.times()) {
            Optional<Duration> reported = time.in(said);
            Optional<WireTimes> wire = onWire(said.address());
            if (reported.isPresent() && wire.isPresent()) {
                pairs.add(new Pair(reported.get().toNanos(), time.in(wire.get()).toNanos()));
            }
        }
        return pairs;
    }

    /** A client that tried an address again reports the last attempt. */
    private Optional<WireTimes> onWire(String address) {
        return Optional.ofNullable(connections.get(address + ":" + port))
                .flatMap(attempts -> WireTimes.of(attempts.getLast()));
    }
}
