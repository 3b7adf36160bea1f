package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.AlertOutcome;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.seen.LeafReplacement;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The complete report of a run: results, and everything that was not done.
 *
 * @param region where it ran
 * @param scheduledTime the schedule's own instant, where there was one
 * @param started when it began
 * @param took how long it took
 * @param pace how fast the run and its stages were
 * @param results one a probed target, in the order of the targets
 * @param rejected invalid targets of the request, each with the reason
 * @param notProbed valid targets that were not probed, each with the reason
 * @param replacements new leaves that this run saw first
 * @param stored what became of the measurements; empty where storing was not asked for
 * @param alerts the outcome of alerting; empty if alerting was not requested
 * @param shortfall what was left undone, counted
 * @param problems what went wrong besides, in plain sentences
 */
public record RunReport(
        String region,
        Optional<Instant> scheduledTime,
        Instant started,
        Duration took,
        RunPace pace,
        List<JudgedProbe> results,
        List<RejectedTarget> rejected,
        List<NotProbed> notProbed,
        List<LeafReplacement> replacements,
        Optional<StoreOutcome> stored,
        Optional<AlertOutcome> alerts,
        Shortfall shortfall,
        List<String> problems) {

    public RunReport {
        results = List.copyOf(results);
        rejected = List.copyOf(rejected);
        notProbed = List.copyOf(notProbed);
        replacements = List.copyOf(replacements);
        problems = List.copyOf(problems);
    }

    /**
     * @param entries invalid ones that were not handed to the run
     * @return this report with them
     */
    public RunReport alsoRejected(List<RejectedTarget> entries) {
        return new RunReport(
                region,
                scheduledTime,
                started,
                took,
                pace,
                results,
                Stream.concat(entries.stream(), rejected.stream()).toList(),
                notProbed,
                replacements,
                stored,
                alerts,
                new Shortfall(
                        shortfall.rejected() + entries.size(),
                        shortfall.notProbed(),
                        shortfall.notStored(),
                        shortfall.undecided(),
                        shortfall.unsent(),
                        shortfall.catalogUnread(),
                        shortfall.nothingToProbe()),
                problems);
    }

    /**
     * @param targets ids of targets that were not probed here and that other invocations now probe
     * @param sentence tells of it
     * @return this report without them among those that were not probed
     */
    public RunReport handedOn(Set<String> targets, String sentence) {
        List<NotProbed> others = notProbed.stream()
                .filter(target -> !targets.contains(target.target()))
                .toList();
        return new RunReport(
                region,
                scheduledTime,
                started,
                took,
                pace,
                results,
                rejected,
                others,
                replacements,
                stored,
                alerts,
                new Shortfall(
                        shortfall.rejected(),
                        others.size(),
                        shortfall.notStored(),
                        shortfall.undecided(),
                        shortfall.unsent(),
                        shortfall.catalogUnread(),
                        shortfall.nothingToProbe()),
                Stream.concat(problems.stream(), Stream.of(sentence)).toList());
    }

    /** @return how many results have that verdict */
    public long count(Severity severity) {
        return results.stream()
                .filter(judged -> judged.verdict().severity() == severity)
                .count();
    }

    /** @return the worst verdict; OK where nothing was probed */
    public Severity worst() {
        return results.stream().map(judged -> judged.verdict().severity()).reduce(Severity.OK, Severity::worseOf);
    }

    /** @return this report with one more problem */
    public RunReport withProblem(String sentence) {
        return with(List.of(sentence));
    }

    /** @return this report with more problems */
    RunReport with(List<String> more) {
        return new RunReport(
                region,
                scheduledTime,
                started,
                took,
                pace,
                results,
                rejected,
                notProbed,
                replacements,
                stored,
                alerts,
                shortfall,
                Stream.concat(problems.stream(), more.stream()).toList());
    }

    /**
     * @return whether there was something to probe, and nothing was rejected, not probed, not stored, undecided or unsent
     */
    public boolean isComplete() {
        return shortfall.isNone();
    }
}
