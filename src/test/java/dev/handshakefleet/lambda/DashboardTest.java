package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.deploy.CloudFormationTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboard of {@code template.yaml}: every row is a metric that the function or a service of the template has. */
class DashboardTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMESPACE = 0;
    private static final int METRIC = 1;
    private static final int DIMENSION = 2;
    private static final int VALUE = 3;
    private static final int LONGEST_ROW = 4;

    /** Metrics by namespace and dimension, as the pages of the services list them. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "HandshakeFleet FunctionName",
            Set.of(RunMetrics.PROBES, RunMetrics.HANDSHAKE, RunMetrics.SOONEST_EXPIRY, RunMetrics.SPOOLED),
            "AWS/Lambda FunctionName",
            Set.of("Duration", "Errors", "Throttles", "ConcurrentExecutions", "Invocations"),
            "AWS/SQS QueueName",
            Set.of("ApproximateAgeOfOldestMessage"),
            "AWS/Logs LogGroupName",
            Set.of("IncomingBytes"),
            "AWS/DynamoDB TableName",
            Set.of("ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits"),
            "AWS/SNS TopicName",
            Set.of("NumberOfMessagesPublished"));

    private static final Set<String> VALUES = Set.of(
            "ProbeFunction",
            "ProbeFunctionLog",
            "DeadLetters.QueueName",
            "handshake-fleet-shards",
            "handshake-fleet-unstored.fifo",
            "handshake-fleet-measurements",
            "handshake-fleet-state",
            "handshake-fleet-alerts");

    @Test
    void everyRowIsAMetricThatExists() throws IOException {
        List<List<String>> rows = rows(body("eu-west-1,us-east-1"));

        assertThat(rows).hasSizeGreaterThan(25).allSatisfy(row -> {
            assertThat(KNOWN.getOrDefault(row.get(NAMESPACE) + " " + row.get(DIMENSION), Set.of()))
                    .as(row.toString())
                    .contains(row.get(METRIC));
            assertThat(VALUES).contains(row.get(VALUE));
        });
        assertThat(rows)
                .extracting(row -> row.get(METRIC))
                .contains(KNOWN.values().stream().flatMap(Set::stream).toArray(String[]::new));
    }

    @Test
    void everyRegionHasItsRows() throws IOException {
        for (JsonNode widget : body("eu-west-1,us-east-1,ap-southeast-2").path("widgets")) {
            List<String> regions = StreamSupport.stream(
                            widget.path("properties").path("metrics").spliterator(), false)
                    .map(row -> row.get(row.size() - 1).path("region").asText())
                    .filter(region -> !region.isEmpty())
                    .distinct()
                    .toList();
            assertThat(regions)
                    .as(widget.path("properties").path("title").asText())
                    .isIn(List.of(), List.of("eu-west-1", "us-east-1", "ap-southeast-2"));
        }
        assertThat(body("").toString()).contains("\"region\":\"eu-west-1\",\"stat\":\"p95\"");
    }

    @Test
    void percentilesFailuresAndExpiriesAreThere() throws IOException {
        String body = body("").toString();

        assertThat(body)
                .contains("\"stat\":\"p50\"", "\"stat\":\"p95\"", "\"stat\":\"p99\"")
                .contains("{" + RunMetrics.NAMESPACE + "," + RunMetrics.FUNCTION + "," + RunMetrics.KIND + "}")
                .contains("MetricName=\\\"" + RunMetrics.FAILURES + "\\\"")
                .contains("ispresent(" + RunMetrics.EXPIRING_TARGET + ")", "min(" + RunMetrics.EXPIRING_DAYS + ")")
                .contains("SOURCE 'ProbeFunctionLog'")
                .contains("took / 1000 * 1024 / 1024");
    }

    @Test
    void onlyTheHomeRegionHasItAndOnlyIfAskedFor() throws IOException {
        assertThat(dashboards(Map.of())).hasSize(1);
        assertThat(dashboards(Map.of("HomeRegion", "us-east-1"))).isEmpty();
        assertThat(dashboards(Map.of("Dashboard", "false"))).isEmpty();
    }

    /** Each row in full: {@code .} is the value of the row before, {@code ...} are all values before the ones that follow. */
    private static List<List<String>> rows(JsonNode body) {
        List<List<String>> all = new ArrayList<>();
        for (JsonNode widget : body.path("widgets")) {
            List<String> before = List.of();
            for (JsonNode row : widget.path("properties").path("metrics")) {
                if (row.get(0).isTextual()) {
                    before = inFull(row, before);
                    all.add(before);
                }
            }
        }
        return all;
    }

    private static List<String> inFull(JsonNode row, List<String> before) {
        List<String> texts = new ArrayList<>();
        row.forEach(part -> {
            if (part.isTextual()) {
                texts.add(part.asText());
            }
        });
        if (texts.getFirst().equals("...")) {
            int given = texts.size() - 1;
            texts.removeFirst();
            texts.addAll(0, before.subList(0, LONGEST_ROW - given));
        }
        for (int index = 0; index < texts.size(); index++) {
            if (texts.get(index).equals(".")) {
                texts.set(index, before.get(index));
            }
        }
        assertThat(texts).hasSize(LONGEST_ROW);
        return texts;
    }

    private static JsonNode body(String regions) throws IOException {
        return JSON.readTree(dashboards(Map.of("DashboardRegions", regions))
                .get("FleetDashboard")
                .get("DashboardBody")
                .toString());
    }

    private static Map<String, Map<?, ?>> dashboards(Map<String, String> parameters) throws IOException {
        return CloudFormationTemplate.read(Path.of("template.yaml"), parameters)
                .resources("AWS::CloudWatch::Dashboard");
    }
}
