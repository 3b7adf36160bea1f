package dev.handshakefleet.report;

import dev.handshakefleet.spread.DispatchReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/** The answer of a scheduled run that was divided into shards. */
@RegisterForReflection
public record DispatchDocument(Summary dispatch) {

    /**
     * The numbers of a dispatch.
     *
     * @param targets of the run
     * @param shards that were sent to the queue
     * @param pace by which the run was divided, in targets a second
     * @param measured whether that pace was measured, and is no first guess
     */
    @RegisterForReflection
    public record Summary(
            String region,
            Instant scheduledTime,
            long catalogVersion,
            int targets,
            int shards,
            BigDecimal pace,
            boolean measured,
            List<String> problems) {}

    /** The document of a dispatch. */
    public static DispatchDocument of(DispatchReport report) {
        return new DispatchDocument(new Summary(
                report.region(),
                report.scheduledTime(),
                report.catalogVersion(),
                report.targets(),
                report.shards(),
                BigDecimal.valueOf(report.pace()).setScale(1, RoundingMode.HALF_UP),
                report.measured(),
                report.problems()));
    }
}
