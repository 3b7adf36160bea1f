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
 * What people are told of an alert.
 *
 * @param id stable: the same notice sent twice has the same id
 * @param targetId the target
 * @param check what of it
 * @param change what became of the alert
 * @param severity what it is now
 * @param previous what people knew before
 * @param regional whether fewer regions see it than it takes to count as the target's own problem
 * @param region whose run decided it
 * @param regions what each region saw last
 * @param findings what was found, the worst first; of a resolved alert, what was found last
 * @param since when it was seen first
 * @param at the scheduled instant of the run that decided it
 * @param phases how long the phases of its probe took
 * @param tags the target's tags
 * @param note what else there is to say: what ended it, how far a renewal has got, who takes care of it
 * @param suppressed how many notices of it were held back by silences
 * @param lost how many earlier notices of this target were dropped because they could not be sent
 */
public record AlertNotice(
        String id,
        String targetId,
        Check check,
        Change change,
        Severity severity,
        Severity previous,
        boolean regional,
        String region,
        SortedMap<String, Severity> regions,
        List<Finding> findings,
        Instant since,
        Instant at,
        Map<Phase, Duration> phases,
        SortedMap<String, String> tags,
        Optional<String> note,
        int suppressed,
        int lost) {

    /** What became of an alert. */
    public enum Change {
        /** There is a problem. */
        OPENED,
        /** It got worse. */
        WORSENED,
        /** It got better and is not over. */
        EASED,
        /** The certificate has got a step nearer to its end. */
        ESCALATED,
        /** The renewed certificate is on some of the addresses. */
        PROGRESSED,
        /** It is still there. */
        REMINDED,
        /** It comes and goes; nothing more is said until it settles. */
        FLAPPING,
        /** It came and went, and now it stays. */
        SETTLED,
        /** Somebody takes care of it. */
        ACKNOWLEDGED,
        /** It is over. */
        RESOLVED;

        /** @return the word in messages and attributes, such as {@code opened} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AlertNotice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(region, "region");
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        findings = List.copyOf(findings);
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(at, "at");
        Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        Objects.requireNonNull(note, "note");
    }

    /** @return the id of the alert, the same from opened to resolved: {@code example.com:443@certificate.leaf@…} */
    public String alertId() {
        return targetId + "@" + check.name() + "@" + since;
    }

    /** @return the code of the worst finding; {@code NONE} where there is none */
    public String code() {
        return findings.isEmpty() ? "NONE" : findings.getFirst().code().name();
    }

    /** @return the worse of what it is now and what people knew, so that who was told of a CRITICAL one is told of its end */
    public Severity worst() {
        return severity.worseOf(previous);
    }

    /** @return where it is seen, in the order of the regions' names */
    public List<String> seenFrom() {
        return regionsThat(true);
    }

    /** @return which regions looked and do not see it, in the order of their names */
    public List<String> notSeenFrom() {
        return regionsThat(false);
    }

    /** The same, which says besides how many were dropped before it. */
    AlertNotice withLost(int dropped) {
        return new AlertNotice(
                id,
                targetId,
                check,
                change,
                severity,
                previous,
                regional,
                region,
                regions,
                findings,
                since,
                at,
                phases,
                tags,
                note,
                suppressed,
                dropped);
    }

    private List<String> regionsThat(boolean see) {
        return regions.entrySet().stream()
                .filter(region -> (region.getValue() != Severity.OK) == see)
                .map(Map.Entry::getKey)
                .toList();
    }
}
