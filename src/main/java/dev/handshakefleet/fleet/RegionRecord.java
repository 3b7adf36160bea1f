package dev.handshakefleet.fleet;

import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Records each scheduled run of this region in the state table, with one write. {@code fleet regions} and the home region's look at
 * silent regions read it.
 *
 * @param store the records; empty without a state table
 * @param interval of this region's schedule
 * @param version what was deployed; empty where that is not known
 * @param clock wall clock
 */
record RegionRecord(Optional<RegionStore> store, Duration interval, Optional<String> version, InstantSource clock) {

    private static final String UNKNOWN_VERSION = "unknown";
    private static final String NOT_RECORDED = "The run was not recorded, so the region may be taken for silent: ";

    /**
     * Records the run, if it was scheduled, stored, and made in a region of AWS.
     *
     * @param answerBy the end of the run
     * @return the report; with a problem where the run could not be recorded. A run that could not read the state table says so already
     */
    RunReport of(RunReport report, Deadline answerBy) {
        boolean isRecorded =
                report.scheduledTime().isPresent() && report.stored().isPresent() && RegionName.isOne(report.region());
        return store.filter(records -> isRecorded)
                .flatMap(records -> problem(records, report, answerBy))
                .filter(problem -> !report.shortfall().catalogUnread())
                .map(problem -> report.with(List.of(NOT_RECORDED + problem)))
                .orElse(report);
    }

    private Optional<String> problem(RegionStore records, RunReport report, Deadline answerBy) {
        Duration left = answerBy.remaining();
        if (!left.isPositive()) {
            return Optional.of(CircuitBreaker.NO_TIME_LEFT);
        }
        try {
            records.record(run(report), left);
            return Optional.empty();
        } catch (SdkException fault) {
            return Optional.of(records.sentence(fault));
        }
    }

    private RegionRun run(RunReport report) {
        long probed = report.results().stream()
                .map(judged -> judged.result().target().id())
                .distinct()
                .count();
        return new RegionRun(
                report.region(),
                report.scheduledTime().orElseThrow(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                interval,
                version.orElse(UNKNOWN_VERSION),
                Math.toIntExact(probed) + report.notProbed().size(),
                report.isComplete(),
                Optional.of(report.pace()));
    }
}
