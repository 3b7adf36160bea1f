package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.ReportedTimes;
import java.io.IOException;
import java.util.List;

/** A program that reports the times of handshakes. */
interface TruthClient {

    /** Its name in tables. */
    String name();

    /**
     * Makes one handshake with each of the first {@code count} loopback addresses.
     *
     * @param port the port of the relay on each of them
     * @param inFlight how many at once
     */
    Observed probe(int port, int count, int inFlight) throws IOException;

    /**
     * Its report.
     *
     * @param times one a probe
     * @param clock the name of the source of its instants
     * @param busy the share of all CPUs that was busy meanwhile, 0 to 1
     */
    record Observed(List<ReportedTimes> times, String clock, double busy) {

        public Observed {
            times = List.copyOf(times);
        }
    }
}
