package dev.handshakefleet.page.model;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The measurements and the certificates of one target.
 *
 * @param from start of the window
 * @param to end of the window
 * @param summary what all measurements of the window come to, by region
 * @param measurements the oldest first; of a long window the newest of them
 * @param truncated whether the window holds older ones that were not read
 * @param leaves the leaves of any age, newest first
 * @param problems the parts that could not be read, in sentences
 */
public record TargetHistory(
        Instant from,
        Instant to,
        WindowRollup summary,
        List<Measurement> measurements,
        boolean truncated,
        List<LeafRecord> leaves,
        List<String> problems) {

    /** A window of more than this is read from rollups. */
    static final Duration READ_ONE_BY_ONE = Duration.ofDays(1);

    public TargetHistory {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(summary, "summary");
        measurements = List.copyOf(measurements);
        leaves = List.copyOf(leaves);
        problems = List.copyOf(problems);
    }

    /** A window whose measurements have all been read, the oldest first. */
    public TargetHistory(
            Instant from,
            Instant to,
            List<Measurement> measurements,
            boolean truncated,
            List<LeafRecord> leaves,
            List<String> problems) {
        this(from, to, WindowRollup.of(measurements), measurements, truncated, leaves, problems);
    }

    /** @return whether the window is so long that it was read from rollups */
    public boolean isLong() {
        return Duration.between(from, to).compareTo(READ_ONE_BY_ONE) > 0;
    }

    /** @return how many measurements there are in the window */
    public long count() {
        return summary.probes();
    }

    /** @return how many of them failed */
    public long failed() {
        return summary.total().counts().failed();
    }
}
