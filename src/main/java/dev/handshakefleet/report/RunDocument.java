package dev.handshakefleet.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.handshakefleet.alert.decide.SuppressedNotice;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.verdict.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a run in the result contract: the run, its results, and the targets without one.
 *
 * @param renewals new leaves that this run saw first; absent if there are none
 * @param suppressed notices that a silence
 *     suppressed; absent if there are none
 */
@RegisterForReflection
public record RunDocument(
        Summary run,
        List<ResultDocument> results,
        List<LeftOut> rejected,
        List<LeftOut> notProbed,
        Optional<List<RenewalDocument>> renewals,
        Optional<List<SuppressedDocument>> suppressed) {

    /**
     * The numbers of a run.
     *
     * @param took decimal milliseconds
     * @param targets how many were requested, rejected ones included
     * @param stored measurements stored; absent if storing was not requested
     * @param notStored measurements lost; absent
     *     if storing was not requested
     * @param spooled measurements that the table did not take and that wait in the queue of the region; absent if none do
     * @param noticesSent notices accepted by the notifier; absent if alerting was not requested or is not set up
     * @param messages how many messages carried them; a digest carries many notices
     * @param noticesUnsent notices that the next run sends
     * @param noticesSuppressed notices that a silence suppressed
     * @param undecided targets without a decision on their alerts; absent if alerting was not requested
     * @param resultsLeftOut results that did not fit into the answer
     * @param complete whether there was something to probe, and nothing was rejected, not probed, not stored, undecided or
     *     unsent
     * @param problems what went wrong, in plain sentences
     */
    @RegisterForReflection
    public record Summary(
            String region,
            Optional<Instant> scheduledTime,
            Instant started,
            BigDecimal took,
            int targets,
            int probed,
            long ok,
            long warning,
            long critical,
            int rejected,
            int notProbed,
            Optional<Integer> stored,
            Optional<Integer> notStored,
            Optional<Integer> spooled,
            Optional<Integer> noticesSent,
            Optional<Integer> messages,
            Optional<Integer> noticesUnsent,
            Optional<Integer> noticesSuppressed,
            Optional<Integer> undecided,
            Optional<Integer> resultsLeftOut,
            boolean complete,
            List<String> problems) {}

    /**
     * A target without a result, and the reason.
     *
     * @param kind one of {@link NotProbed.Kind}; absent for a rejected target
     */
    @RegisterForReflection
    public record LeftOut(String target, Optional<String> kind, String reason) {}

    /** A leaf that replaced another, both by fingerprint. */
    @RegisterForReflection
    public record RenewalDocument(
            String target,
            @JsonProperty("old") String replaced,
            @JsonProperty("new") String by,
            Instant at) {}

    /** A suppressed notice. */
    @RegisterForReflection
    public record SuppressedDocument(String target, String check, String state, String severity, String silence) {}

    /** The document of a run, with every result. */
    public static RunDocument of(RunReport report) {
        return of(report, Integer.MAX_VALUE);
    }

    /** The document of a run with the first results only; the summary says how many were left out. */
    static RunDocument of(RunReport report, int mostResults) {
        List<ResultDocument> results = report.results().stream()
                .limit(mostResults)
                .map(judged -> ResultDocument.of(judged, report.region()))
                .toList();
        return new RunDocument(
                summary(report, results.size()),
                results,
                report.rejected().stream()
                        .map(rejected -> new LeftOut(rejected.target(), Optional.empty(), rejected.reason()))
                        .toList(),
                report.notProbed().stream()
                        .map(notProbed -> new LeftOut(
                                notProbed.target(), Optional.of(notProbed.kind().name()), notProbed.reason()))
                        .toList(),
                Optional.of(report.replacements().stream()
                                .map(renewal -> new RenewalDocument(
                                        renewal.target(), renewal.replaced(), renewal.by(), renewal.at()))
                                .toList())
                        .filter(renewals -> !renewals.isEmpty()),
                report.alerts()
                        .map(outcome -> outcome.suppressed().stream()
                                .map(RunDocument::suppressed)
                                .toList())
                        .filter(suppressed -> !suppressed.isEmpty()));
    }

    private static SuppressedDocument suppressed(SuppressedNotice muted) {
        return new SuppressedDocument(
                muted.notice().targetId(),
                muted.notice().check().name(),
                muted.notice().change().label(),
                muted.notice().severity().name(),
                muted.silence());
    }

    private static Summary summary(RunReport report, int shown) {
        int probed = report.results().size();
        return new Summary(
                report.region(),
                report.scheduledTime(),
                report.started(),
                DurationText.jsonMillis(report.took()),
                probed + report.rejected().size() + report.notProbed().size(),
                probed,
                report.count(Severity.OK),
                report.count(Severity.WARNING),
                report.count(Severity.CRITICAL),
                report.rejected().size(),
                report.notProbed().size(),
                report.stored().map(outcome -> outcome.stored()),
                report.stored().map(outcome -> outcome.notStored().size()),
                report.stored().map(outcome -> outcome.spooled()).filter(spooled -> spooled > 0),
                report.alerts().map(outcome -> outcome.sent().size()),
                report.alerts().map(outcome -> outcome.messages()),
                report.alerts().map(outcome -> outcome.unsent().size()),
                report.alerts().map(outcome -> outcome.suppressed().size()),
                report.alerts()
                        .map(outcome -> outcome.undecided().size())
                        .or(() -> Optional.of(report.shortfall().undecided()).filter(undecided -> undecided > 0)),
                Optional.of(probed - shown).filter(leftOut -> leftOut > 0),
                report.isComplete(),
                report.problems());
    }
}
