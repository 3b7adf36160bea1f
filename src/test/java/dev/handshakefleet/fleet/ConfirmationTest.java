package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A problem in an unclean probe counts only after a second probe shows it again. */
class ConfirmationTest {

    /** The handshake of {@link Probes#healthy} takes 24.87 ms, 2.769 ms of them ours. */
    private static final String BREACHED_BY_FAR_MORE_THAN_OURS = "PT0.0245S";

    private static final String TIGHT = "PT0.02S";

    @Test
    void cleanProbeWithoutBreachCounts() {
        assertThat(Confirmation.isNeeded(Probes.healthy("example.com").result()))
                .isFalse();
    }

    @Test
    void failureIsConfirmedUnlessThePolicyCausedIt() {
        assertThat(Confirmation.isNeeded(failed(Failure.Kind.TIMEOUT))).isTrue();
        assertThat(Confirmation.isNeeded(failed(Failure.Kind.ADDRESS_REFUSED_BY_POLICY)))
                .isFalse();
    }

    @Test
    void breachWithALocalCauseIsConfirmed() {
        assertThat(Confirmation.isNeeded(slow("PT0.0249S", clean())))
                .as("no breach")
                .isFalse();
        assertThat(Confirmation.isNeeded(slow(TIGHT, clean())))
                .as("computing is more than a tenth")
                .isTrue();
        assertThat(Confirmation.isNeeded(slow(BREACHED_BY_FAR_MORE_THAN_OURS, cold())))
                .as("cold")
                .isTrue();
    }

    @Test
    void breachCausedByThePeerCountsAtOnce() {
        ProbeResult connect = result(Map.of("host", "example.com", "sla", Map.of("connect", "PT0.01S")), clean());

        assertThat(Confirmation.isNeeded(connect)).isFalse();
        assertThat(Confirmation.isNeeded(
                        result(Map.of("host", "example.com", "sla", Map.of("connect", "PT0.01S")), stalled())))
                .isTrue();
    }

    @Test
    void valueAboveThePercentileLimitIsConfirmed() {
        List<String> objectives = List.of("99.9 % over P30D", "p95 of tls <= 24.5 ms over PT1H");

        assertThat(Confirmation.isNeeded(
                        result(Map.of("host", "example.com", "sla", Map.of("objectives", objectives)), cold())))
                .isTrue();
        assertThat(Confirmation.isNeeded(result(
                        Map.of("host", "example.com", "sla", Map.of("objectives", objectives.subList(0, 1))), cold())))
                .isFalse();
    }

    private static ProbeResult failed(Failure.Kind kind) {
        return Probes.failed("example.com", new Failure(Phase.CONNECT, kind, "No."))
                .result();
    }

    private static ProbeResult slow(String limit, Quality quality) {
        return result(Map.of("host", "example.com", "sla", Map.of("tls", limit)), quality);
    }

    private static ProbeResult result(Map<String, ?> target, Quality quality) {
        return Probes.judged(Probes.target(target), List.of(), Optional.empty())
                .result()
                .withQuality(quality);
    }

    private static Quality clean() {
        return new Quality(Quality.Clock.KERNEL, false, Duration.ZERO, 1);
    }

    private static Quality cold() {
        return new Quality(Quality.Clock.KERNEL, true, Duration.ZERO, 1);
    }

    private static Quality stalled() {
        return new Quality(Quality.Clock.KERNEL, false, Duration.ofMillis(3), 1);
    }
}
