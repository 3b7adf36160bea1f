package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.cost.TemplateFacts;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of runs, each line held to AWS's "Specification: Embedded metric format". */
class RunMetricsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Shortfall NONE = new Shortfall(0, 0, 0, 0, 0, false, false);

    /** The library takes no instant that CloudWatch would not take. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void completeRunHasItsProbesHandshakesAndTheSoonestExpiry() throws Exception {
        JsonNode line = lines(report(NONE, Probes.healthy("a.example"), Probes.healthy("b.example")))
                .getFirst();

        assertThat(metricsOf(line)).containsExactlyInAnyOrder("probes", "handshake", "soonestExpiryDays");
        assertThat(line.path("probes").asInt()).isEqualTo(2);
        assertThat(line.path("handshake").toString()).isEqualTo("[24.87,24.87]");
        assertThat(line.path("soonestExpiryDays").asInt()).isEqualTo(12);
        assertThat(line.path("FunctionName").asText()).isEqualTo("fleet-probe");
        assertThat(line.path("_aws").path("Timestamp").asLong()).isEqualTo(now.toEpochMilli());
        JsonNode directive = line.path("_aws").path("CloudWatchMetrics").get(0);
        assertThat(directive.path("Namespace").asText()).isEqualTo("HandshakeFleet");
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"FunctionName\"]]");
        assertThat(unit(line, "handshake")).isEqualTo("Milliseconds");
        assertThat(unit(line, "probes")).isEqualTo("Count");
    }

    @Test
    void billCountsTheMetricsOfAHealthyRun() throws Exception {
        assertThat(metricsOf(lines(report(NONE, Probes.healthy("a.example"))).getFirst()))
                .hasSize(TemplateFacts.RUN_METRICS);
    }

    @ParameterizedTest
    @CsvSource({
        "rejected,      3, 3 0 0 0 0 false false",
        "notProbed,     3, 0 3 0 0 0 false false",
        "notStored,     3, 0 0 3 0 0 false false",
        "undecided,     3, 0 0 0 3 0 false false",
        "unsent,        3, 0 0 0 0 3 false false",
        "catalogUnread, 1, 0 0 0 0 0 true false",
        "nothingToProbe,1, 0 0 0 0 0 false true",
    })
    void shortfallIsAMetricWhereItIsNotZero(String metric, int count, String written) throws Exception {
        String[] values = written.split(" ", -1);
        Shortfall shortfall = new Shortfall(
                Integer.parseInt(values[0]),
                Integer.parseInt(values[1]),
                Integer.parseInt(values[2]),
                Integer.parseInt(values[3]),
                Integer.parseInt(values[4]),
                Boolean.parseBoolean(values[5]),
                Boolean.parseBoolean(values[6]));

        JsonNode line = lines(report(shortfall)).getFirst();

        assertThat(metricsOf(line)).containsExactlyInAnyOrder("probes", metric);
        assertThat(unit(line, metric)).isEqualTo("Count");
        assertThat(line.path(metric).asInt()).isEqualTo(count);
        assertThat(RunMetrics.counts(shortfall).keySet())
                .allSatisfy(name -> assertThat(line.has(name)).as(name).isTrue());
    }

    @Test
    void failuresAreCountedByTheirKind() throws Exception {
        List<JsonNode> lines = lines(report(
                NONE,
                Probes.failed("a.example", new Failure(Phase.TLS, Failure.Kind.TIMEOUT, "no answer")),
                Probes.failed("b.example", new Failure(Phase.CONNECT, Failure.Kind.TIMEOUT, "no answer")),
                Probes.failed("c.example", new Failure(Phase.TLS, Failure.Kind.NOT_TLS, "text"))));

        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> line.path("kind").asText() + "="
                                + line.path("failures").asInt()))
                .containsExactly("TIMEOUT=2", "NOT_TLS=1");
        assertThat(dimensions(lines.get(1))).containsExactlyInAnyOrder("FunctionName", "kind");
        assertThat(metricsOf(lines.getFirst())).containsExactly("probes");
    }

    /** CloudWatch takes at most 100 values of a metric in a line, and computes percentiles of all values that it gets. */
    @Test
    void eachHandshakeIsAValueOfItsOwnInAsManyLinesAsItTakes() throws Exception {
        JudgedProbe[] probes = IntStream.range(0, 250)
                .mapToObj(number -> Probes.healthy("host" + number + ".example"))
                .toArray(JudgedProbe[]::new);

        List<JsonNode> lines = lines(report(NONE, probes)).stream()
                .filter(line -> line.has("_aws"))
                .toList();

        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.path("handshake").size()).isBetween(50, 100));
        assertThat(lines.stream()
                        .mapToInt(line -> line.path("handshake").size())
                        .sum())
                .isEqualTo(250);
        assertThat(lines.stream().filter(line -> metricsOf(line).contains("probes")))
                .singleElement()
                .satisfies(line -> assertThat(line.path("probes").asInt()).isEqualTo(250));
    }

    @Test
    void onlyTargetsWithTheTagHaveMetricsOfTheirOwn() throws Exception {
        JudgedProbe own = probe("own.example", "own");
        JudgedProbe failed = Probes.judged(
                own.result().target().toBuilder().host("down.example").build(),
                List.of(),
                Optional.of(new Failure(Phase.TLS, Failure.Kind.TIMEOUT, "no answer")));
        RunReport report = report(NONE, own, probe("other.example", "other"), Probes.healthy("none.example"), failed);

        List<JsonNode> lines = lines(report, Optional.of(new MetricsTag("metrics", "own"))).stream()
                .filter(line -> line.has("target"))
                .toList();

        assertThat(lines.stream().map(line -> line.path("target").asText()))
                .containsExactly("own.example:443", "down.example:443");
        assertThat(dimensions(lines.getFirst())).containsExactlyInAnyOrder("FunctionName", "target");
        assertThat(metricsOf(lines.getFirst()))
                .hasSize(TemplateFacts.TARGET_METRICS)
                .containsExactlyInAnyOrder("handshake", "soonestExpiryDays");
        assertThat(metricsOf(lines.getLast())).containsExactly("failures");
        assertThat(lines(report)).noneMatch(line -> line.has("target"));
    }

    @Test
    void targetsWithMetricsOfTheirOwnAreBounded() throws Exception {
        JudgedProbe[] probes = IntStream.range(0, 503)
                .mapToObj(number -> probe("host" + number + ".example", "own"))
                .toArray(JudgedProbe[]::new);

        List<JsonNode> lines = lines(report(NONE, probes), Optional.of(new MetricsTag("metrics", "own")));

        assertThat(lines.stream().filter(line -> line.has("target"))).hasSize(500);
        assertThat(lines.getFirst().path("targetsWithoutOwnMetrics").asInt()).isEqualTo(3);
    }

    @Test
    void tenSoonestExpiriesAreNamedWithoutAMetric() throws Exception {
        JudgedProbe[] probes = IntStream.range(0, 12)
                .mapToObj(number -> Probes.healthy("host" + number + ".example"))
                .toArray(JudgedProbe[]::new);

        List<JsonNode> named = lines(report(NONE, probes)).stream()
                .filter(line -> line.has("expiringTarget"))
                .toList();

        assertThat(named).hasSize(10).allSatisfy(line -> {
            assertThat(line.path("expiringDays").asLong()).isEqualTo(12);
            assertThat(line.has("_aws")).isFalse();
        });
    }

    @Test
    void adHocRunHasNoMetrics() {
        RunReport adHoc = report(Optional.empty(), new Shortfall(1, 0, 0, 0, 0, false, false));

        assertThat(new RunMetrics(Optional.empty()).lines(adHoc, "fleet-probe", now))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "=own", "metrics=", "bad name=own", "metrics=a\u0007b"})
    void unusableTagIsRefusedWithItsForm(String written) {
        assertThatThrownBy(() -> MetricsTag.of(Map.of("FLEET_METRICS_TAG", written)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("FLEET_METRICS_TAG")
                .hasMessageEndingWith("accepted: the name and the value of a tag of targets, such as metrics=own");
    }

    @Test
    void tagIsReadAndAnEmptyOneIsNone() {
        assertThat(MetricsTag.of(Map.of("FLEET_METRICS_TAG", "team=a=b"))).contains(new MetricsTag("team", "a=b"));
        assertThat(MetricsTag.of(Map.of("FLEET_METRICS_TAG", " "))).isEmpty();
        assertThat(MetricsTag.of(Map.of())).isEmpty();
    }

    private static JudgedProbe probe(String host, String tag) {
        return Probes.judged(
                Probes.target(Map.of("host", host, "tags", Map.of("metrics", tag))), List.of(), Optional.empty());
    }

    private List<JsonNode> lines(RunReport report) throws Exception {
        return lines(report, Optional.empty());
    }

    /** Each line, held to the specification. */
    private List<JsonNode> lines(RunReport report, Optional<MetricsTag> tag) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String written : new RunMetrics(tag).lines(report, "fleet-probe", now)) {
            assertThat(written).doesNotContain("\n");
            JsonNode line = JSON.readTree(written);
            lines.add(line);
            for (JsonNode directive : line.path("_aws").path("CloudWatchMetrics")) {
                assertThat(directive.path("Metrics").size()).isBetween(1, 100);
                dimensions(line)
                        .forEach(dimension ->
                                assertThat(line.path(dimension).isTextual()).isTrue());
                metricsOf(line)
                        .forEach(metric -> assertThat(values(line.path(metric)))
                                .as(metric)
                                .hasSizeBetween(1, 100)
                                .allMatch(JsonNode::isNumber));
            }
        }
        return lines;
    }

    private static Stream<JsonNode> values(JsonNode member) {
        return member.isArray() ? stream(member) : Stream.of(member);
    }

    private static List<String> dimensions(JsonNode line) {
        return stream(line.path("_aws")
                        .path("CloudWatchMetrics")
                        .path(0)
                        .path("Dimensions")
                        .path(0))
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> metricsOf(JsonNode line) {
        return stream(line.path("_aws").path("CloudWatchMetrics").path(0).path("Metrics"))
                .map(metric -> metric.path("Name").asText())
                .toList();
    }

    private static String unit(JsonNode line, String metric) {
        return stream(line.path("_aws").path("CloudWatchMetrics").path(0).path("Metrics"))
                .filter(defined -> defined.path("Name").asText().equals(metric))
                .map(defined -> defined.path("Unit").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static RunReport report(Shortfall shortfall, JudgedProbe... probes) {
        return report(Optional.of(Probes.AT), shortfall, probes);
    }

    private static RunReport report(Optional<Instant> scheduledTime, Shortfall shortfall, JudgedProbe... probes) {
        return new RunReport(
                "eu-west-1",
                scheduledTime,
                Probes.AT,
                Duration.ofMillis(1_234),
                RunPace.NONE,
                List.of(probes),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                shortfall,
                List.of());
    }
}
