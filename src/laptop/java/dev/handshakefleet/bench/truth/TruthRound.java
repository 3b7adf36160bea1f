package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.ReportedTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round of one client under one load: its report beside the capture.
 *
 * @param observed the report
 * @param connections the captured connections, by server
 * @param port the port of the relay
 */
record TruthRound(TruthClient.Observed observed, Map<String, List<CapturedConnection>> connections, int port) {

    /** The compared times, by their common names. */
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

        private Optional<Duration> in(ReportedTimes report) {
            return switch (this) {
                case WAIT -> report.waited();
                case CONNECT -> report.connect();
                case TLS -> report.tls();
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

    /** The probes in both the report and the capture, for one of the times. */
    List<Pair> pairs(Compared time) {
        List<Pair> pairs = new ArrayList<>();
        for (ReportedTimes report : observed.times()) {
            Optional<Duration> reported = time.in(report);
            Optional<WireTimes> wire = onWire(report.address());
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
