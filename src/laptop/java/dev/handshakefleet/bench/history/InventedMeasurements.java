package dev.handshakefleet.bench.history;

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

/** Measurements with log-normal durations, some slow and some failed, of the size of real ones. Seeded. Used by one thread. */
final class InventedMeasurements {

    private static final Quality CLEAN = new Quality(Quality.Clock.KERNEL, false, Duration.ZERO, 1);
    private static final double SPREAD = 0.3;
    private static final int ONE_OF_SO_MANY_FAILS = 500;
    private static final int ONE_OF_SO_MANY_IS_SLOW = 200;

    private final Random random = new Random(15);

    /** @return one a region each interval, from {@code from} up to and without {@code to}, in order */
    List<Measurement> every(Duration interval, String targetId, Instant from, Instant to, List<String> regions) {
        List<Measurement> all = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(interval)) {
            for (String region : regions) {
                all.add(
                        random.nextInt(ONE_OF_SO_MANY_FAILS) == 0
                                ? failed(targetId, at, region)
                                : good(targetId, at, region));
            }
        }
        return all;
    }

    Measurement failed(String targetId, Instant at, String region) {
        return measured(targetId, at, region)
                .phases(Map.of(Phase.DNS, millis(0.8)))
                .findings(Map.of(FindingCode.HANDSHAKE_FAILED, Severity.CRITICAL))
                .failure(Optional.of(new Failure(Phase.CONNECT, Failure.Kind.TIMEOUT, "no answer in 5 s")))
                .build();
    }

    private Measurement good(String targetId, Instant at, String region) {
        boolean isSlow = random.nextInt(ONE_OF_SO_MANY_IS_SLOW) == 0;
        Duration tls = millis(isSlow ? 700 : 38);
        Duration wait = tls.multipliedBy(9).dividedBy(10);
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.DNS, millis(0.8));
        phases.put(Phase.CONNECT, millis(12));
        phases.put(Phase.TLS, tls);
        phases.put(Phase.TOTAL, tls.plus(millis(13)));
        return measured(targetId, at, region)
                .phases(phases)
                .waited(Optional.of(wait))
                .network(Optional.of(wait.dividedBy(3)))
                .version(Optional.of("TLSv1.3"))
                .cipher(Optional.of("TLS_AES_128_GCM_SHA256"))
                .group(Optional.of("X25519MLKEM768"))
                .leafSha256(Optional.of("ab".repeat(32)))
                .leafNotAfter(Optional.of(at.plus(Duration.ofDays(60))))
                .earliestNotAfter(Optional.of(at.plus(Duration.ofDays(60))))
                .findings(isSlow ? Map.of(FindingCode.SLA_BREACHED, Severity.WARNING) : Map.of())
                .build();
    }

    private static Measurement.Builder measured(String targetId, Instant at, String region) {
        return Measurement.builder()
                .targetId(targetId)
                .scheduledAt(at)
                .region(region)
                .address(Optional.of("192.0.2.10"))
                .startedAt(at.plusMillis(40))
                .quality(CLEAN);
    }

    private Duration millis(double median) {
        return Duration.ofNanos((long) (median * 1e6 * Math.exp(random.nextGaussian() * SPREAD)));
    }
}
