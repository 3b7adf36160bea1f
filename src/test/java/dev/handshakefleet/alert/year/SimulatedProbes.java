package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.decide.ServedLeaf;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.RealFindings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The observation of each run of the simulated year, the same for every variant. The findings come from the real rules. */
final class SimulatedProbes {

    /** One probe of a hundred fails for no reason. */
    private static final double BLIPS = 0.01;

    /** Of ten probes in an outage one gets through. */
    private static final double LUCK = 0.1;

    private static final Sla LIMITS = Sla.ofTls(Duration.ofMillis(300));
    private static final Check TLS = Check.sla(Phase.TLS);
    private static final int FAST_MILLIS = 40;
    private static final double JITTER = 0.1;

    private static final SortedMap<Check, CheckResult> WELL = new TreeMap<>(Map.of(
            Check.AVAILABILITY,
            CheckResult.PASSED,
            TLS,
            CheckResult.PASSED,
            Check.LEAF,
            CheckResult.PASSED,
            Check.certificate(Role.INTERMEDIATE),
            CheckResult.PASSED,
            Check.certificate(Role.ROOT),
            CheckResult.PASSED,
            Check.CHAIN,
            CheckResult.PASSED,
            Check.REVOCATION,
            CheckResult.PASSED,
            Check.PROTOCOL,
            CheckResult.PASSED));

    private static final SortedMap<Check, CheckResult> FAILED = new TreeMap<>(Map.of(
            Check.AVAILABILITY,
            new CheckResult(List.of(RealFindings.ofFailure(
                    new Failure(Phase.CONNECT, Failure.Kind.TIMEOUT, "no answer within 5 s"))))));

    private final String targetId;
    private final Disturbances disturbances;
    private final CertificateLife certificates;
    private final SplittableRandom random;

    SimulatedProbes(String targetId, Disturbances disturbances, CertificateLife certificates, SplittableRandom random) {
        this.targetId = targetId;
        this.disturbances = disturbances;
        this.certificates = certificates;
        this.random = random;
    }

    /** Draws the same number of random numbers in every case, so that a change of one parameter changes nothing else. */
    Observation run(int round, int region) {
        Instant at = Schedule.at(round, region);
        boolean isBlip = random.nextDouble() < BLIPS;
        boolean isLucky = random.nextDouble() < LUCK;
        String address = CertificateLife.ADDRESSES.get(random.nextInt(CertificateLife.ADDRESSES.size()));
        CertificateFacts leaf = certificates.served(at, random);
        double jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
        if (isBlip || disturbances.isDown(round, region) || (disturbances.isShaky(round, region) && !isLucky)) {
            return observation(region, at, FAILED, Map.of(), Map.of());
        }
        int millis = Math.max(FAST_MILLIS, disturbances.slowMillis(round, region));
        Map<Phase, Duration> phases = Map.of(Phase.TLS, Duration.ofMillis(Math.round(jitter * millis)));
        SortedMap<Check, CheckResult> checks = new TreeMap<>(WELL);
        put(checks, TLS, RealFindings.ofPhases(phases, LIMITS));
        put(checks, Check.LEAF, RealFindings.ofDates(leaf, at));
        return observation(region, at, checks, Map.of(address, ServedLeaf.of(leaf)), phases);
    }

    private static void put(SortedMap<Check, CheckResult> checks, Check check, List<Finding> findings) {
        if (!findings.isEmpty()) {
            checks.put(check, new CheckResult(findings));
        }
    }

    private Observation observation(
            int region,
            Instant at,
            SortedMap<Check, CheckResult> checks,
            Map<String, ServedLeaf> leaves,
            Map<Phase, Duration> phases) {
        return new Observation(
                targetId, Schedule.REGIONS.get(region), at, checks, new TreeMap<>(leaves), phases, new TreeMap<>());
    }
}
