package dev.handshakefleet.alert.decide;

import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A sequence of runs of several regions and the notices that they cause. It decides only: no table and no delivery. */
final class AlertScenario {

    static final String TARGET = "example.com:443";
    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The notices, in the order of their decisions. */
    final List<AlertNotice> notices = new ArrayList<>();

    final List<SuppressedNotice> suppressed = new ArrayList<>();
    AlertState state = AlertState.nothingStored(TARGET);
    int writes;

    private AlertPolicy policy = AlertPolicy.DEFAULT;
    private SilenceLookup silences = SilenceLookup.NONE;
    private final Map<String, Instant> reported = new HashMap<>();

    static AlertScenario begins() {
        return new AlertScenario();
    }

    AlertScenario quorum(Quorum quorum) {
        policy = new AlertPolicy(policy.checks(), quorum, policy.regional(), policy.flapChanges());
        return this;
    }

    AlertScenario check(CheckFamily family, int after, int clear, Optional<Duration> remind) {
        Map<CheckFamily, CheckPolicy> checks = new EnumMap<>(policy.checks());
        checks.put(family, new CheckPolicy(after, clear, remind));
        policy = new AlertPolicy(checks, policy.quorum(), policy.regional(), policy.flapChanges());
        return this;
    }

    AlertScenario withoutRegional() {
        policy = new AlertPolicy(policy.checks(), policy.quorum(), false, policy.flapChanges());
        return this;
    }

    AlertScenario silenced(SilenceLookup silences) {
        this.silences = silences;
        return this;
    }

    /** A region that reports and has no stored status. */
    AlertScenario reports(String region, int minute) {
        reported.put(region, at(minute));
        return this;
    }

    /** One run with a result of that severity for one check. */
    AlertScenario run(String region, int minute, Check check, Severity severity) {
        return run(region, at(minute), Map.of(check, seen(check, severity)), Map.of());
    }

    /** One run with a leaf certificate at an address and a result of that severity for it. */
    AlertScenario leaf(String region, int minute, String address, ServedLeaf leaf, Severity severity) {
        return run(region, at(minute), Map.of(Check.LEAF, seen(Check.LEAF, severity)), Map.of(address, leaf));
    }

    /** One run with those findings. */
    AlertScenario finds(String region, int minute, Finding... findings) {
        Map<Check, CheckResult> checks = new HashMap<>();
        for (Finding finding : findings) {
            checks.merge(Check.of(finding), new CheckResult(List.of(finding)), CheckResult::and);
        }
        return run(region, at(minute), checks, Map.of());
    }

    AlertScenario run(String region, Instant at, Map<Check, CheckResult> checks, Map<String, ServedLeaf> leaves) {
        Observation run = new Observation(
                TARGET,
                region,
                at,
                new TreeMap<>(checks),
                new TreeMap<>(leaves),
                Map.of(Phase.TLS, Duration.ofMillis(25)),
                new TreeMap<>(Map.of("team", "web")));
        AlertTransition transition =
                Decision.on(state, run, new Circumstances(policy, INTERVAL, reported, silences, Instant.EPOCH));
        notices.addAll(transition.notices());
        suppressed.addAll(transition.suppressed());
        writes += transition.mustBeStored() ? 1 : 0;
        AlertState after = transition.state();
        state = new AlertState(after.targetId(), after.version(), after.tags(), after.alerts(), List.of());
        return this;
    }

    /** @return the notices in short, such as {@code opened CRITICAL} */
    List<String> messages() {
        return notices.stream()
                .map(notice ->
                        notice.change().label() + " " + notice.severity() + (notice.regional() ? " regional" : ""))
                .toList();
    }

    Optional<Alert> alert(Check check) {
        return Optional.ofNullable(state.alerts().get(check));
    }

    static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    static ServedLeaf leafUntil(int day) {
        return new ServedLeaf("%064x".formatted(day), START.plus(Duration.ofDays(day)));
    }

    private static CheckResult seen(Check check, Severity severity) {
        return severity == Severity.OK ? CheckResult.PASSED : new CheckResult(List.of(finding(check, severity, 1)));
    }

    static Finding finding(Check check, Severity severity, int rung) {
        FindingCode code = switch (check.family()) {
            case AVAILABILITY -> FindingCode.HANDSHAKE_FAILED;
            case SLA, OBJECTIVE -> FindingCode.SLA_BREACHED;
            case CERTIFICATE -> FindingCode.CERT_EXPIRING;
            case CHAIN -> FindingCode.UNTRUSTED_ROOT;
            case REVOCATION -> FindingCode.REVOKED;
            case PROTOCOL -> FindingCode.WEAK_PROTOCOL;
            case REGION -> FindingCode.REGION_SILENT;
        };
        FindingSubject about = switch (check.family()) {
            case SLA ->
                new FindingSubject.OfPhase(
                        Phase.ofLabel(check.part()).orElseThrow(), Duration.ofMillis(412), Duration.ofMillis(300));
            case CERTIFICATE ->
                new FindingSubject.OfCertificate(
                        Role.valueOf(check.part().toUpperCase(Locale.ROOT)),
                        "CN=example.com",
                        "ab".repeat(32),
                        START.plus(Duration.ofDays(9)),
                        rung);
            default -> FindingSubject.PROBE;
        };
        return new Finding(code, severity, "This is the case.", "Do this about it.", about);
    }
}
