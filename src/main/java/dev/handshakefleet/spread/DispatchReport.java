package dev.handshakefleet.spread;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The report of a run that was divided. Its shards report what they did.
 *
 * @param region where it was divided
 * @param scheduledTime the instant of the run
 * @param catalogVersion the number of the version that is probed
 * @param targets how many targets it has
 * @param shards how many shards were sent
 * @param pace by which it was divided, in targets a second
 * @param measured whether that pace was measured, and is no first guess
 * @param problems in plain sentences
 */
public record DispatchReport(
        String region,
        Instant scheduledTime,
        long catalogVersion,
        int targets,
        int shards,
        double pace,
        boolean measured,
        List<String> problems) {

    public DispatchReport {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(scheduledTime, "scheduledTime");
        problems = List.copyOf(problems);
    }

    /** @return this report with one more problem, the first one */
    DispatchReport withProblem(String sentence) {
        return new DispatchReport(
                region,
                scheduledTime,
                catalogVersion,
                targets,
                shards,
                pace,
                measured,
                Stream.concat(Stream.of(sentence), problems.stream()).toList());
    }
}
