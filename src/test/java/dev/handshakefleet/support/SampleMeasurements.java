package dev.handshakefleet.support;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Measurements with durations like real ones: log-normal, with a long tail, some failures and breaches. Seeded. */
public final class SampleMeasurements {

    private static final Quality CLEAN = new Quality(Quality.Clock.KERNEL, false, Duration.ZERO, 1);
    private static final double SPREAD = 0.3;
    private static final int ONE_OF_SO_MANY_FAILS = 150;
    private static final int ONE_OF_SO_MANY_IS_SLOW = 60;

    private final Random random;

    public SampleMeasurements(long seed) {
        this.random = new Random(seed);
    }

    /** @return one measurement an interval, of each region, from {@code from} up to and without {@code to}, in order */
    public List<Measurement> every(Duration interval, String targetId, Instant from, Instant to, String... regions) {
        List<Measurement> all = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(interval)) {
            for (String region : regions) {
                all.add(one(targetId, at, region));
            }
        }
        return all;
    }

    public Measurement one(String targetId, Instant at, String region) {
        Measurement.Builder measured = Measurement.builder()
                .targetId(targetId)
                .scheduledAt(at)
                .region(region)
                .address(Optional.of("192.0.2.10"))
                .startedAt(at.plusMillis(40))
                .quality(CLEAN);
        if (random.nextInt(ONE_OF_SO_MANY_FAILS) == 0) {
            return measured.phases(Map.of(Phase.DNS, millis(0.8)))
                    .findings(Map.of(FindingCode.HANDSHAKE_FAILED, Severity.CRITICAL))
                    .failure(Optional.of(new Failure(Phase.CONNECT, Failure.Kind.TIMEOUT, "no answer in 5 s")))
                    .build();
        }
        boolean isSlow = random.nextInt(ONE_OF_SO_MANY_IS_SLOW) == 0;
        Duration tls = millis(isSlow ? 700 : 38);
        Duration wait = tls.multipliedBy(9).dividedBy(10);
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.DNS, millis(0.8));
        phases.put(Phase.CONNECT, millis(12));
        phases.put(Phase.TLS, tls);
        phases.put(Phase.TOTAL, tls.plus(millis(13)));
        return measured.phases(phases)
                .waited(Optional.of(wait))
                .network(Optional.of(wait.dividedBy(3)))
                .version(Optional.of("TLSv1.3"))
                .cipher(Optional.of("TLS_AES_128_GCM_SHA256"))
                .group(Optional.of("x25519"))
                .leafSha256(Optional.of("ab".repeat(32)))
                .leafNotAfter(Optional.of(at.plus(Duration.ofDays(60))))
                .earliestNotAfter(Optional.of(at.plus(Duration.ofDays(60))))
                .findings(isSlow ? Map.of(FindingCode.SLA_BREACHED, Severity.WARNING) : Map.of())
                .build();
    }

    private Duration millis(double median) {
        return Duration.ofNanos((long) (median * 1e6 * Math.exp(random.nextGaussian() * SPREAD)));
    }
}
