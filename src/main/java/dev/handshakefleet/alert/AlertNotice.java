package dev.handshakefleet.alert;

import dev.handshakefleet.target.Phase;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people are told: that a target's worst severity changed.
 *
 * @param id stable: the same notice sent twice has the same id
 * @param targetId the target
 * @param change what became of the alert
 * @param severity what it is now
 * @param previous what it was before
 * @param region whose run decided it
 * @param regions what each region said last
 * @param findings what that run found, the worst first; empty where it found nothing
 * @param since when the alert opened
 * @param at the scheduled instant of the run that decided it
 * @param phases how long the phases of its probe took
 * @param tags the target's tags
 * @param lost how many earlier notices of this target were dropped because they could not be sent
 */
public record AlertNotice(
        String id,
        String targetId,
        Change change,
        Severity severity,
        Severity previous,
        String region,
        SortedMap<String, Severity> regions,
        List<Finding> findings,
        Instant since,
        Instant at,
        Map<Phase, Duration> phases,
        SortedMap<String, String> tags,
        int lost) {

    /** What became of an alert. */
    public enum Change {
        OPENED,
        WORSENED,
        EASED,
        RESOLVED;

        /** @return the word in messages and attributes, such as {@code opened} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AlertNotice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(at, "at");
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        findings = List.copyOf(findings);
        Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** @return the code of the worst finding; {@code NONE} where there is none */
    public String code() {
        return findings.isEmpty() ? "NONE" : findings.getFirst().code().name();
    }
}
