package dev.handshakefleet.region;

import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the record of a region says about whether it runs. Pure.
 *
 * <p>Both instants of the schedule count, and not when a run ended: a run that takes long, or is delivered late, is no silence. A
 * region is silent when its last run is {@value #INTERVALS} or more of its own intervals older than the run that looks.
 *
 * <ul>
 *   <li>While the table could not be reached, no region could leave its record. After that it gets its intervals anew, and until
 *       they are over nothing is said.
 *   <li>A record of the future (a wrong clock, an event with a wrong scheduled time) must not hide a silence. If the scheduled instant
 *       lies in the future, the end of the run counts; if that does too, nothing can be said.
 *   <li>A run that looks from the future, by an event of the same kind, sees what is known now.
 * </ul>
 */
public sealed interface RegionLiveness {

    /** A region that has left out this many intervals in a row is silent; the alarm of its own region counts alike. */
    int INTERVALS = 3;

    /** It runs. */
    record Running() implements RegionLiveness {}

    /**
     * It is silent.
     *
     * @param region the region
     * @param intervals how many of its intervals, rounded down; {@value #INTERVALS} or more
     * @param lastRun the scheduled instant of its last run
     */
    record Silent(String region, long intervals, Instant lastRun) implements RegionLiveness {

        /** @return such as {@code eu-west-1 has been silent for 3 intervals} */
        public String sentence() {
            return "%s has been silent for %d intervals".formatted(region, intervals);
        }

        /** @return the finding of an alert. A WARNING, because the other regions still probe every target */
        public Finding finding() {
            return new Finding(
                    FindingCode.REGION_SILENT,
                    Severity.WARNING,
                    "%s: its last recorded run was scheduled for %s.".formatted(sentence(), lastRun),
                    "Look at the alarms and the log of the function in %s, then at its schedule; ./fleet regions --status shows its"
                                    .formatted(region)
                            + " stack. If it was taken away on purpose, ./fleet regions --remove " + region
                            + " ends this alert.");
        }
    }

    /** Nothing is said yet: its last run is old, and records arrive again only since less than its intervals. */
    record Awaited() implements RegionLiveness {}

    /**
     * Nothing can be said.
     *
     * @param reason in one plain sentence
     */
    record Unknown(String reason) implements RegionLiveness {}

    /**
     * @param run the last run of the region
     * @param at the scheduled instant of the run that looks
     * @param now wall clock
     * @param heardSince since when records can have arrived without a break
     */
    static RegionLiveness of(RegionRun run, Instant at, Instant now, Instant heardSince) {
        Optional<Instant> last = lastSign(run, now);
        if (last.isEmpty()) {
            return new Unknown(
                    "the last run of %s is of the future, scheduled for %s: its clock, or the scheduled time of an event, is wrong"
                            .formatted(run.region(), run.scheduledAt()));
        }
        Instant seenFrom = at.isBefore(now) ? at : now;
        long silent = intervals(last.get(), seenFrom, run.interval());
        if (silent < INTERVALS) {
            return new Running();
        }
        return intervals(heardSince, seenFrom, run.interval()) < INTERVALS
                ? new Awaited()
                : new Silent(run.region(), silent, last.get());
    }

    private static Optional<Instant> lastSign(RegionRun run, Instant now) {
        Instant latest = now.plus(run.interval());
        return Optional.of(run.scheduledAt())
                .filter(instant -> !instant.isAfter(latest))
                .or(() -> Optional.of(run.endedAt()).filter(instant -> !instant.isAfter(latest)));
    }

    private static long intervals(Instant from, Instant to, Duration interval) {
        return Duration.between(from, to).dividedBy(interval);
    }
}
