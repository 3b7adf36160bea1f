package dev.handshakefleet.page.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.Point;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.page.server.Answer;
import dev.handshakefleet.page.server.Request;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicReference<FleetSnapshot> fleet =
            new AtomicReference<>(new FleetSnapshot(NOW, List.of(), List.of()));
    private final FleetMetrics metrics = new FleetMetrics(fleet::get, MINUTE);

    @Test
    void theLastResultOfATargetHasVerdictPhasesAndEndsOfCertificates() {
        Measurement good = Measurements.good(NOW, "eu-west-1");
        Measurement failed = Measurements.failed(NOW, "us-east-1");
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("certificates")
                .addObject()
                .put("role", "root")
                .put("notAfter", NOW.plus(Duration.ofDays(365)).toString());
        show(watched("example.com", List.of(good, failed), List.of(result)));

        Map<String, Double> samples = samples();

        assertThat(samples)
                .containsEntry("handshake_fleet_target_success{region=\"eu-west-1\",target=\"example.com:443\"}", 1.0)
                .containsEntry("handshake_fleet_target_success{region=\"us-east-1\",target=\"example.com:443\"}", 0.0)
                .containsEntry("handshake_fleet_target_verdict{region=\"us-east-1\",target=\"example.com:443\"}", 2.0)
                .containsEntry(
                        "handshake_fleet_certificate_expiry_timestamp_seconds{role=\"root\",target=\"example.com:443\"}",
                        (double) NOW.plus(Duration.ofDays(365)).getEpochSecond())
                .containsEntry("handshake_fleet_targets{standing=\"critical\"}", 1.0)
                .containsEntry("handshake_fleet_targets{standing=\"ok\"}", 0.0)
                .containsEntry("handshake_fleet_alerts{severity=\"CRITICAL\",state=\"open\"}", 0.0)
                .containsEntry("handshake_fleet_interval_seconds", 60.0)
                .containsEntry(
                        "handshake_fleet_last_probe_timestamp_seconds{region=\"eu-west-1\"}",
                        good.startedAt().toEpochMilli() / 1e3)
                .containsKey(
                        "handshake_fleet_target_phase_seconds{phase=\"tls\",region=\"eu-west-1\",target=\"example.com:443\"}");
    }

    @Test
    void eachHandshakeSinceTheBeginCountsOnce() {
        Measurement first = Measurements.taking(Duration.ofMillis(30), NOW, "eu-west-1");
        Measurement second = Measurements.taking(Duration.ofMillis(700), NOW.plus(MINUTE), "eu-west-1");
        Measurement older = Measurements.taking(Duration.ofMillis(1), NOW.minus(Duration.ofHours(2)), "eu-west-1");
        String histogram = "handshake_fleet_handshake_seconds";
        String labels = "region=\"eu-west-1\",target=\"example.com:443\"";

        show(watched("example.com", List.of(older, first), List.of()));
        samples();
        show(watched("example.com", List.of(older, first, second), List.of()));
        samples();

        assertThat(samples())
                .containsEntry(histogram + "_count{" + labels + "}", 2.0)
                .containsEntry(histogram + "_sum{" + labels + "}", 0.73)
                .containsEntry(histogram + "_bucket{" + labels + ",le=\"0.025\"}", 0.0)
                .containsEntry(histogram + "_bucket{" + labels + ",le=\"0.05\"}", 1.0)
                .containsEntry(histogram + "_bucket{" + labels + ",le=\"+Inf\"}", 2.0);

        show();
        assertThat(samples().keySet()).noneMatch(name -> name.contains("example.com"));
    }

    @Test
    void aRunIsCountedWithWhatItLeftUndone() {
        RunReport run = new RunReport(
                "local",
                Optional.of(NOW),
                NOW,
                Duration.ofMillis(1_500),
                RunPace.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Shortfall(0, 3, 0, 0, 2, false, false),
                List.of());

        metrics.ran(run);
        metrics.ran(run);

        assertThat(samples())
                .containsEntry("handshake_fleet_runs_total", 2.0)
                .containsEntry("handshake_fleet_run_seconds", 1.5)
                .containsEntry("handshake_fleet_run_complete", 0.0)
                .containsEntry("handshake_fleet_run_shortfall{kind=\"not_probed\"}", 3.0)
                .containsEntry("handshake_fleet_shortfall_total{kind=\"unsent\"}", 4.0);
    }

    @Test
    void thousandsOfTargetsAreBoundedAndCounted() {
        show(IntStream.range(0, FleetMetrics.MOST_TARGETS + 7)
                .mapToObj(number -> watched(
                        "host%05d.example.com".formatted(number), List.of(Measurements.good(NOW, "r")), List.of()))
                .toArray(WatchedTarget[]::new));

        Map<String, Double> samples = samples();

        assertThat(samples.keySet())
                .filteredOn(name -> name.startsWith("handshake_fleet_target_success{"))
                .hasSize(FleetMetrics.MOST_TARGETS);
        assertThat(samples)
                .containsEntry("handshake_fleet_targets_left_out", 7.0)
                .containsEntry("handshake_fleet_targets{standing=\"ok\"}", FleetMetrics.MOST_TARGETS + 7.0);
    }

    @Test
    void aStoredTextCannotAddALine() {
        show(watched("example.com", List.of(Measurements.good(NOW, "r\"} 1\nforged{a=\"b")), List.of()));

        assertThat(text()).contains("region=\"r\\\"} 1\\nforged{a=\\\"b\"").doesNotContain("\nforged");
    }

    private void show(WatchedTarget... targets) {
        fleet.set(new FleetSnapshot(NOW, List.of(targets), List.of()));
    }

    private Map<String, Double> samples() {
        return ScrapedPage.samples(text());
    }

    private String text() {
        Answer answer = metrics.route().handler().answer(new Request("/metrics", Map.of(), Map.of()));
        return ((Answer.Document) answer).body();
    }

    private static WatchedTarget watched(
            String host, List<Measurement> measurements, List<? extends JsonNode> results) {
        Target target = Target.ofDefaults(host, 443, TargetDefaults.BUILT_IN);
        return new WatchedTarget(
                target,
                measurements,
                measurements.stream().map(Point::of).toList(),
                List.copyOf(results),
                List.of(),
                Optional.empty());
    }
}
