package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a notice: one change of one alert. Immutable.
 *
 * @param id stable; a notice that is sent twice has the same id both times
 * @param key the alert
 * @param change the change
 * @param status the severity before and after the change, and the regions that report it
 * @param findings the findings, the worst first; a resolution carries the last findings of the alert
 * @param run the run that decided the change
 * @param note an addition in one sentence: the cause of a resolution, the progress of a rollout, the acknowledgement
 * @param omitted the earlier notices that were not sent
 */
public record AlertNotice(
        String id,
        AlertKey key,
        Change change,
        Status status,
        List<Finding> findings,
        Run run,
        Optional<String> note,
        Omitted omitted) {

    /** How an alert changed. */
    public enum Change {
        /** The problem is new. */
        OPENED,
        /** The severity rose. */
        WORSENED,
        /** The severity fell, and the problem remains. */
        EASED,
        /** The certificate reached the next step of the expiry ladder. */
        ESCALATED,
        /** Some of the addresses serve the renewed certificate. */
        PROGRESSED,
        /** The problem remains; this is a reminder. */
        REMINDED,
        /** The alert is flapping; no further notice is sent until it settles or gets worse. */
        FLAPPING,
        /** The alert was flapping, and now the problem remains. */
        SETTLED,
        /** Somebody acknowledged the alert. */
        ACKNOWLEDGED,
        /** The problem is gone. */
        RESOLVED;

        /** @return the change in messages and attributes, such as {@code opened} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The severity of the alert.
     *
     * @param severity after the change
     * @param previous in the notice before this one
     * @param regional whether fewer regions than the quorum report the problem
     * @param regions the severity that each region reported last, by region
     */
    public record Status(Severity severity, Severity previous, boolean regional, SortedMap<String, Severity> regions) {

        public Status {
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(previous, "previous");
            regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        }
    }

    /**
     * The run that decided the change.
     *
     * @param region its region; empty where no region is known
     * @param at its scheduled instant; of an acknowledgement, the instant of the request
     * @param phases how long the phases of its probe took
     * @param tags the tags of the target
     */
    public record Run(String region, Instant at, Map<Phase, Duration> phases, SortedMap<String, String> tags) {

        public Run {
            Objects.requireNonNull(region, "region");
            Objects.requireNonNull(at, "at");
            Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
            ordered.putAll(phases);
            phases = Collections.unmodifiableMap(ordered);
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }
    }

    /**
     * Earlier notices that were not sent.
     *
     * @param suppressed how many notices of this alert silences suppressed
     * @param lost how many notices of this target were dropped because they could not be sent
     */
    public record Omitted(int suppressed, int lost) {

        public static final Omitted NONE = new Omitted(0, 0);
    }

    public AlertNotice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(status, "status");
        findings = List.copyOf(findings);
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(omitted, "omitted");
    }

    public String targetId() {
        return key.targetId();
    }

    public Check check() {
        return key.check();
    }

    /** @return the scheduled instant of the first run that reported the problem */
    public Instant since() {
        return key.since();
    }

    /** @return the id of the alert, the same from the first notice to the resolution */
    public String alertId() {
        return key.id();
    }

    /** @return the severity after the change */
    public Severity severity() {
        return status.severity();
    }

    /** @return the severity in the notice before this one */
    public Severity previous() {
        return status.previous();
    }

    /** @return whether fewer regions than the quorum report the problem */
    public boolean regional() {
        return status.regional();
    }

    /** @return the severity that each region reported last, by region */
    public SortedMap<String, Severity> regions() {
        return status.regions();
    }

    /** @return the region whose run decided the change */
    public String region() {
        return run.region();
    }

    /** @return the scheduled instant of the run that decided the change */
    public Instant at() {
        return run.at();
    }

    /** @return how long the phases of the probe took */
    public Map<Phase, Duration> phases() {
        return run.phases();
    }

    /** @return the tags of the target */
    public SortedMap<String, String> tags() {
        return run.tags();
    }

    /** @return the code of the worst finding; {@code NONE} where there is none */
    public String code() {
        return findings.isEmpty() ? "NONE" : findings.getFirst().code().name();
    }

    /**
     * @return the worse of the severities before and after the change; a subscriber that filters for CRITICAL by it also
     *     receives the resolution
     */
    public Severity worst() {
        return severity().worseOf(previous());
    }

    /** @return the regions whose last run found the problem, in the order of their names */
    public List<String> seenFrom() {
        return regionsThatSeeIt(true);
    }

    /** @return the regions whose last run did not find the problem, in the order of their names */
    public List<String> notSeenFrom() {
        return regionsThatSeeIt(false);
    }

    /** @return this notice with the number of notices that were dropped before it */
    AlertNotice withLost(int dropped) {
        return new AlertNotice(
                id, key, change, status, findings, run, note, new Omitted(omitted.suppressed(), dropped));
    }

    private List<String> regionsThatSeeIt(boolean see) {
        return regions().entrySet().stream()
                .filter(region -> (region.getValue() != Severity.OK) == see)
                .map(Map.Entry::getKey)
                .toList();
    }
}
