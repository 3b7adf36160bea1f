package dev.handshakefleet.alert.decide;

import dev.handshakefleet.base.PlainText;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run of one region saw of one target, check by check. A check that could not be looked at is not there: a
 * handshake that failed says nothing of the certificate.
 *
 * @param at the run's scheduled instant
 * @param leaves what each address served, by address
 * @param phases how long the phases took; of several addresses, those of the worst
 */
public record Observation(
        String targetId,
        String region,
        Instant at,
        SortedMap<Check, CheckResult> checks,
        SortedMap<String, ServedLeaf> leaves,
        Map<Phase, Duration> phases,
        SortedMap<String, String> tags) {

    public Observation {
        checks = Collections.unmodifiableSortedMap(new TreeMap<>(checks));
        leaves = Collections.unmodifiableSortedMap(new TreeMap<>(leaves));
        Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public static Observation of(JudgedProbe judged, String region, Instant at) {
        SortedMap<String, ServedLeaf> leaves = new TreeMap<>();
        judged.leaf().ifPresent(leaf -> leaves.put(address(judged), ServedLeaf.of(leaf)));
        return new Observation(
                judged.result().target().id(),
                region,
                at,
                checks(judged),
                leaves,
                judged.result().phases(),
                bounded(judged.result().target().tags()));
    }

    /** The same of another address of the target. */
    public Observation and(Observation other) {
        SortedMap<Check, CheckResult> all = new TreeMap<>(checks);
        other.checks.forEach((check, seen) -> all.merge(check, seen, CheckResult::and));
        SortedMap<String, ServedLeaf> served = new TreeMap<>(leaves);
        served.putAll(other.leaves);
        return new Observation(
                targetId, region, at, all, served, worst().compareTo(other.worst()) >= 0 ? phases : other.phases, tags);
    }

    /** The same with more looked at. */
    public Observation with(Map<Check, CheckResult> more) {
        SortedMap<Check, CheckResult> all = new TreeMap<>(checks);
        all.putAll(more);
        return new Observation(targetId, region, at, all, leaves, phases, tags);
    }

    public Severity worst() {
        return checks.values().stream().map(CheckResult::severity).reduce(Severity.OK, Severity::worseOf);
    }

    private static SortedMap<Check, CheckResult> checks(JudgedProbe judged) {
        SortedMap<Check, CheckResult> checks = new TreeMap<>();
        checks.put(Check.AVAILABILITY, CheckResult.WELL);
        judged.result().target().sla().limits().keySet().stream()
                .filter(judged.result().phases()::containsKey)
                .forEach(phase -> checks.put(Check.sla(phase), CheckResult.WELL));
        if (judged.leaf().isPresent()) {
            for (Role role : Role.values()) {
                checks.put(Check.certificate(role), CheckResult.WELL);
            }
            checks.put(Check.CHAIN, CheckResult.WELL);
            checks.put(Check.REVOCATION, CheckResult.WELL);
        }
        Optional<String> negotiated = judged.result().tls().flatMap(TlsFacts::cipher);
        negotiated.ifPresent(cipher -> checks.put(Check.PROTOCOL, CheckResult.WELL));
        judged.verdict()
                .findings()
                .forEach(finding -> checks.merge(
                        Check.of(finding), new CheckResult(List.of(bounded(finding))), (one, two) -> one.and(two)));
        return checks;
    }

    private static String address(JudgedProbe judged) {
        return judged.result().address().map(InetAddress::getHostAddress).orElse("");
    }

    /** What is stored and sent is bounded here, once, whatever the peer made of it. */
    public static Finding bounded(Finding finding) {
        return new Finding(
                finding.code(),
                finding.severity(),
                PlainText.sentence(finding.message()),
                PlainText.sentence(finding.advice()),
                finding.about());
    }

    private static SortedMap<String, String> bounded(SortedMap<String, String> tags) {
        SortedMap<String, String> bounded = new TreeMap<>();
        tags.forEach((name, value) -> bounded.put(name, PlainText.sentence(value)));
        return bounded;
    }
}
