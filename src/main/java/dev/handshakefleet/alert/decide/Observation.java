package dev.handshakefleet.alert.decide;

import dev.handshakefleet.base.SafeText;
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
 * The results of one run of one region for one target, check by check. A check that could not be made has no result: a failed
 * handshake gives no result for the certificate. Immutable.
 *
 * @param targetId the target
 * @param region the region of the run
 * @param at the scheduled instant of the run
 * @param checks the result of each check
 * @param leaves the leaf certificate that each address served, by address
 * @param phases how long the phases took; with several addresses, those of the address with the worst result
 * @param tags the tags of the target
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

    /**
     * @param judged a probe of one address with its verdict
     * @param region the region of the run
     * @param at the scheduled instant of the run
     */
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

    /** @return the observation over both of two addresses of the target */
    public Observation and(Observation other) {
        SortedMap<Check, CheckResult> all = new TreeMap<>(checks);
        other.checks.forEach((check, result) -> all.merge(check, result, CheckResult::and));
        SortedMap<String, ServedLeaf> served = new TreeMap<>(leaves);
        served.putAll(other.leaves);
        return new Observation(
                targetId, region, at, all, served, worst().compareTo(other.worst()) >= 0 ? phases : other.phases, tags);
    }

    /** @return this observation with the results of more checks */
    public Observation with(Map<Check, CheckResult> more) {
        SortedMap<Check, CheckResult> all = new TreeMap<>(checks);
        all.putAll(more);
        return new Observation(targetId, region, at, all, leaves, phases, tags);
    }

    /** @return the worst severity of all checks */
    public Severity worst() {
        return checks.values().stream().map(CheckResult::severity).reduce(Severity.OK, Severity::worseOf);
    }

    private static SortedMap<Check, CheckResult> checks(JudgedProbe judged) {
        SortedMap<Check, CheckResult> checks = new TreeMap<>();
        checks.put(Check.AVAILABILITY, CheckResult.PASSED);
        judged.result().target().sla().limits().keySet().stream()
                .filter(judged.result().phases()::containsKey)
                .forEach(phase -> checks.put(Check.sla(phase), CheckResult.PASSED));
        if (judged.leaf().isPresent()) {
            for (Role role : Role.values()) {
                checks.put(Check.certificate(role), CheckResult.PASSED);
            }
            checks.put(Check.CHAIN, CheckResult.PASSED);
            checks.put(Check.REVOCATION, CheckResult.PASSED);
        }
        Optional<String> negotiated = judged.result().tls().flatMap(TlsFacts::cipher);
        negotiated.ifPresent(cipher -> checks.put(Check.PROTOCOL, CheckResult.PASSED));
        judged.verdict()
                .findings()
                .forEach(finding -> checks.merge(
                        Check.of(finding), new CheckResult(List.of(bounded(finding))), (one, two) -> one.and(two)));
        return checks;
    }

    /** A key of what is stored of a rollout, so it stays as the JDK writes it. */
    private static String address(JudgedProbe judged) {
        return judged.result().address().map(InetAddress::getHostAddress).orElse("");
    }

    /** @return the finding with texts of bounded length; they are stored and sent, and a peer can choose parts of them */
    public static Finding bounded(Finding finding) {
        return new Finding(
                finding.code(),
                finding.severity(),
                SafeText.sentence(finding.message()),
                SafeText.sentence(finding.advice()),
                finding.about());
    }

    private static SortedMap<String, String> bounded(SortedMap<String, String> tags) {
        SortedMap<String, String> bounded = new TreeMap<>();
        tags.forEach((name, value) -> bounded.put(name, SafeText.sentence(value)));
        return bounded;
    }
}
