package dev.handshakefleet.fleet;

import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.region.RunPace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
    private static final String PART_NOT_RECORDED = "The part of the run was not recorded: ";
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

    /**
     * Adds a part of a scheduled run to the record of the run.
     *
     * @param answerBy the end of the part
     * @return the report; with a problem where the part could not be recorded
     */
    RunReport ofPart(RunReport report, Deadline answerBy) {
        return store.filter(_ -> RegionName.isOne(report.region()))
                .flatMap(records -> problem(
                        records,
                        answerBy,
                        left -> records.partEnded(
                                report.region(),
                                report.scheduledTime().orElseThrow(),
                                now(),
                                report.isComplete(),
                                report.pace(),
                                left)))
                .map(problem -> report.with(List.of(PART_NOT_RECORDED + problem)))
                .orElse(report);
    }

    /**
     * Records a run that was divided into parts. Its parts add to it.
     *
     * @param targets of the run
     * @param pace by which it was divided
     * @return a problem where it could not be recorded
     */
    Optional<String> divided(
            String region, Instant scheduledTime, int targets, Optional<RunPace> pace, Deadline answerBy) {
        return store.filter(_ -> RegionName.isOne(region))
                .flatMap(records -> problem(
                        records,
                        answerBy,
                        left -> records.record(
                                new RegionRun(
                                        region,
                                        scheduledTime,
                                        now(),
                                        interval,
                                        version.orElse(UNKNOWN_VERSION),
                                        targets,
                                        true,
                                        pace),
                                left)))
                .map(problem -> NOT_RECORDED + problem);
    }

    /**
     * @return the pace of the last runs of a region; empty where none is recorded
     * @throws SdkException when it cannot be read
     */
    Optional<RunPace> lastPace(String region) {
        return store.filter(_ -> RegionName.isOne(region))
                .flatMap(records -> records.last(region))
                .flatMap(RegionRun::pace);
    }

    private Optional<String> problem(RegionStore records, RunReport report, Deadline answerBy) {
        return problem(records, answerBy, left -> records.record(run(report), left));
    }

    private static Optional<String> problem(RegionStore records, Deadline answerBy, Consumer<Duration> write) {
        Duration left = answerBy.remaining();
        if (!left.isPositive()) {
            return Optional.of(CircuitBreaker.NO_TIME_LEFT);
        }
        try {
            write.accept(left);
            return Optional.empty();
        } catch (SdkException fault) {
            return Optional.of(records.sentence(fault));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private RegionRun run(RunReport report) {
        long probed = report.results().stream()
                .map(judged -> judged.result().target().id())
                .distinct()
                .count();
        return new RegionRun(
                report.region(),
                report.scheduledTime().orElseThrow(),
                now(),
                interval,
                version.orElse(UNKNOWN_VERSION),
                Math.toIntExact(probed) + report.notProbed().size(),
                report.isComplete(),
                Optional.of(report.pace()));
    }
}
