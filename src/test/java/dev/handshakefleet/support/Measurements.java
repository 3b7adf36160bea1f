package dev.handshakefleet.support;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measurements for tests, with the fields of real ones, of a given instant and region. */
public final class Measurements {

    private static final Failure TIMEOUT = new Failure(Phase.CONNECT, Failure.Kind.TIMEOUT, "no answer in 5 s");

    private Measurements() {}

    /** A measurement of {@code example.com:443} without a finding. */
    public static Measurement good(Instant at, String region) {
        return Measurement.of(Probes.healthy("example.com"), at, region);
    }

    /** A measurement of {@code example.com:443} that failed with a timeout. */
    public static Measurement failed(Instant at, String region) {
        return Measurement.of(Probes.failed("example.com", TIMEOUT), at, region);
    }

    /** A measurement whose handshake took that long. */
    public static Measurement taking(Duration tls, Instant at, String region) {
        return timed(good(at, region), Map.of(Phase.TLS, tls));
    }

    /** The same measurement of another target. */
    public static Measurement of(Target target, Measurement measurement) {
        return changed(measurement, target.id(), measurement.phases());
    }

    /** The instants of runs that are one interval apart, newest first. The newest one is {@code now}. */
    public static List<Instant> runs(Instant now, Duration interval, int count) {
        return IntStream.range(0, count)
                .mapToObj(back -> now.minus(interval.multipliedBy(back)))
                .toList();
    }

    private static Measurement timed(Measurement kept, Map<Phase, Duration> phases) {
        return changed(kept, kept.targetId(), phases);
    }

    private static Measurement changed(Measurement kept, String targetId, Map<Phase, Duration> phases) {
        return kept.toBuilder()
                .targetId(targetId)
                .phases(phases)
                .resumedIn(Optional.empty())
                .httpStatus(Optional.empty())
                .build();
    }
}
