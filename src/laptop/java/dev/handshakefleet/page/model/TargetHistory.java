package dev.handshakefleet.page.model;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The measurements and the certificates of one target.
 *
 * @param from start of the window
 * @param to end of the window
 * @param measurements the oldest first
 * @param truncated whether the window holds older ones that were not read
 * @param leaves the leaves of any age, newest first
 * @param problems the parts that could not be read, in sentences
 */
public record TargetHistory(
        Instant from,
        Instant to,
        List<Measurement> measurements,
        boolean truncated,
        List<LeafRecord> leaves,
        List<String> problems) {

    public TargetHistory {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        measurements = List.copyOf(measurements);
        leaves = List.copyOf(leaves);
        problems = List.copyOf(problems);
    }

    /** @return how many measurements failed */
    public long failed() {
        return measurements.stream().filter(measured -> !measured.succeeded()).count();
    }
}
