package dev.handshakefleet.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.SampleMeasurements;
import dev.handshakefleet.verdict.FindingCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RollupItemTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Span HOUR = Span.Level.HOUR.of(NOON);
    private static final Duration RETENTION = Duration.ofDays(400);

    @Test
    void rollupIsReadBackAsItWasWritten() {
        List<Measurement> measurements = hour();
        Rollup rollup = rollup(measurements);

        Rollup read = RollupItem.decode(RollupItem.encode(rollup, RETENTION), "a.example:443", Span.Level.HOUR)
                .orElseThrow();

        assertThat(read.span()).isEqualTo(HOUR);
        assertThat(read.probes()).isEqualTo(120);
        assertThat(read.regions().keySet()).containsExactly("eu-west-1", "us-east-1");
        read.regions().forEach((name, region) -> {
            RegionRollup written = rollup.regions().get(name);
            assertThat(region.counts()).isEqualTo(written.counts());
            assertThat(region.failures()).isEqualTo(written.failures());
            assertThat(region.findings()).isEqualTo(written.findings());
            assertThat(region.hours()).isEqualTo(written.hours());
            assertThat(percentiles(region)).isEqualTo(percentiles(written));
        });
    }

    @Test
    void countsAreThoseOfTheMeasurements() {
        List<Measurement> measurements = hour();
        RegionRollup region = rollup(measurements).regions().get("eu-west-1");
        List<Measurement> ofRegion = measurements.stream()
                .filter(measurement -> measurement.region().equals("eu-west-1"))
                .toList();

        assertThat(region.counts().runs()).isEqualTo(60);
        assertThat(region.counts().probes()).isEqualTo(60);
        assertThat(region.counts().failed()).isEqualTo((int) ofRegion.stream()
                .filter(measurement -> !measurement.succeeded())
                .count());
        assertThat(region.counts().failed())
                .isEqualTo(region.failures().getOrDefault(Failure.Kind.TIMEOUT, 0))
                .isEqualTo(region.findings().getOrDefault(FindingCode.HANDSHAKE_FAILED, 0));
        Map<String, Percentiles> exact = Percentiles.ofAll(ofRegion);
        assertThat(percentiles(region).keySet()).containsExactlyElementsOf(exact.keySet());
        percentiles(region).forEach((label, found) -> {
            assertThat(found.count()).isEqualTo(exact.get(label).count());
            assertThat(found.max().toNanos() / 1_000)
                    .isEqualTo(exact.get(label).max().toNanos() / 1_000);
        });
        assertThat(region.hours()).singleElement().satisfies(point -> {
            assertThat(point.hour()).isEqualTo(NOON);
            assertThat(point.probes()).isEqualTo(60);
            assertThat(point.max()).contains(region.sketches().get(Series.TLS).max());
        });
    }

    @Test
    void addressesOfOneRunAreOneRun() {
        Measurement one = new SampleMeasurements(1).one("a.example:443", NOON, "eu-west-1");
        Measurement other = one.toBuilder().address(Optional.of("192.0.2.11")).build();

        assertThat(rollup(List.of(one, other)).regions().get("eu-west-1").counts())
                .extracting(ProbeCounts::runs, ProbeCounts::probes)
                .containsExactly(1, 2);
    }

    @Test
    void itemOfALaterVersionIsRefusedByItsVersion() {
        Map<String, AttributeValue> item = new HashMap<>(RollupItem.encode(rollup(hour()), RETENTION));
        item.put("rv", AttributeValue.fromN("2"));

        assertThatThrownBy(() -> RollupItem.decode(item, "a.example:443", Span.Level.HOUR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the rollup hour#2026-11-23T12 of a.example:443 is of a version that this program does not know, 2");
    }

    @Test
    void brokenSketchesAreRefused() {
        Map<String, AttributeValue> item = new HashMap<>(RollupItem.encode(rollup(hour()), RETENTION));
        Map<String, AttributeValue> region =
                new HashMap<>(item.get("rr").m().get("eu-west-1").m());
        region.put("s", AttributeValue.fromB(SdkBytes.fromUtf8String("no sketch")));
        item.put("rr", AttributeValue.fromM(Map.of("eu-west-1", AttributeValue.fromM(region))));

        assertThatThrownBy(() -> RollupItem.decode(item, "a.example:443", Span.Level.HOUR))
                .hasMessageStartingWith("the rollup hour#2026-11-23T12 of a.example:443 is unreadable: ");
    }

    @Test
    void itemOfLateMeasurementsIsNoRollup() {
        assertThat(RollupItem.decode(
                        RollupItem.late("a.example:443", HOUR, NOON, RETENTION), "a.example:443", Span.Level.HOUR))
                .isEmpty();
    }

    private static List<Measurement> hour() {
        return new SampleMeasurements(4)
                .every(Duration.ofMinutes(1), "a.example:443", NOON, HOUR.end(), "eu-west-1", "us-east-1");
    }

    private static Rollup rollup(List<Measurement> measurements) {
        RollupTally tally = new RollupTally();
        measurements.forEach(tally::add);
        return new Rollup("a.example:443", HOUR, tally.regions());
    }

    private static Map<String, Percentiles> percentiles(RegionRollup region) {
        Map<String, Percentiles> byLabel = new LinkedHashMap<>();
        region.sketches().forEach((series, sketch) -> byLabel.put(series.label(), sketch.percentiles()));
        return byLabel;
    }
}
