package dev.handshakefleet.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void nearestRankIsAlwaysAMeasuredValue() {
        List<Measurement> measurements = new ArrayList<>();
        for (int millis = 1; millis <= 100; millis++) {
            measurements.add(taking(Duration.ofMillis(millis)));
        }
        Collections.shuffle(measurements, new Random(7));

        Percentiles found = Percentiles.of(Phase.TLS, measurements).orElseThrow();

        assertThat(found)
                .isEqualTo(new Percentiles(
                        100,
                        Duration.ofMillis(50),
                        Duration.ofMillis(90),
                        Duration.ofMillis(95),
                        Duration.ofMillis(99),
                        Duration.ofMillis(100)));
    }

    @Test
    void singleMeasurementIsEveryPercentile() {
        Duration only = Duration.ofMillis(7);

        assertThat(Percentiles.of(Phase.TLS, List.of(taking(only))))
                .contains(new Percentiles(1, only, only, only, only, only));
    }

    @Test
    void handshakeIsSplitIntoNetworkAndServer() {
        Map<String, Percentiles> all = Percentiles.ofAll(
                List.of(waiting(Duration.ofMillis(30), Duration.ofMillis(10)), taking(Duration.ofMillis(50))));

        assertThat(all.keySet()).containsExactly("tls", "tls.wait", "tls.network", "tls.server");
        assertThat(all.get("tls").count()).isEqualTo(2);
        assertThat(all.get("tls.server").count()).isEqualTo(1);
        assertThat(all.get("tls.server").p50()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void phaseWithoutMeasurementsHasNoPercentiles() {
        assertThat(Percentiles.of(Phase.DNS, List.of(taking(Duration.ofMillis(1)))))
                .isEmpty();
        assertThat(Percentiles.of(Phase.TLS, List.of())).isEmpty();
    }

    private static Measurement taking(Duration tls) {
        return taking(tls, Optional.empty(), Optional.empty());
    }

    private static Measurement waiting(Duration waited, Duration network) {
        return taking(waited, Optional.of(waited), Optional.of(network));
    }

    private static Measurement taking(Duration tls, Optional<Duration> waited, Optional<Duration> network) {
        Measurement kept = Measurement.of(Probes.healthy("example.com"), Instant.EPOCH, "eu-west-1");
        return kept.toBuilder()
                .phases(Map.of(Phase.TLS, tls))
                .waited(waited)
                .network(network)
                .resumedIn(Optional.empty())
                .httpStatus(Optional.empty())
                .build();
    }
}
