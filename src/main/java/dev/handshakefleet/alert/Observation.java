package dev.handshakefleet.alert;

import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run of one region saw of one target.
 *
 * @param at the run's scheduled instant
 */
record Observation(
        String targetId,
        String region,
        Instant at,
        Severity severity,
        List<Finding> findings,
        Map<Phase, Duration> phases,
        SortedMap<String, String> tags) {

    private static final int MOST_FINDINGS = 12;

    static Observation of(JudgedProbe judged, String region, Instant at) {
        List<Finding> findings = judged.verdict().findings();
        return new Observation(
                judged.result().target().id(),
                region,
                at,
                judged.verdict().severity(),
                findings.stream().limit(MOST_FINDINGS).map(Observation::bounded).toList(),
                judged.result().phases(),
                bounded(judged.result().target().tags()));
    }

    /** Of two observations of one target in one run, such as of two addresses, the worse counts. */
    Observation worseOf(Observation other) {
        return severity.compareTo(other.severity) >= 0 ? this : other;
    }

    /** What is stored and sent is bounded here, once, whatever the peer made of it. */
    private static Finding bounded(Finding finding) {
        return new Finding(
                finding.code(),
                finding.severity(),
                NoticeText.sentence(finding.message()),
                NoticeText.sentence(finding.advice()));
    }

    private static SortedMap<String, String> bounded(SortedMap<String, String> tags) {
        SortedMap<String, String> bounded = new TreeMap<>();
        tags.forEach((name, value) -> bounded.put(name, NoticeText.sentence(value)));
        return bounded;
    }
}
