package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.SlaLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FleetSettingsTest {

    @Test
    void fleetWithoutSettingsProbesAndStoresNothing() {
        FleetSettings settings = FleetSettings.of(Map.of());

        assertThat(settings.region()).isEqualTo("local");
        assertThat(settings.measurementsTable()).isEmpty();
        assertThat(settings.targets()).isEmpty();
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(90));
        assertThat(settings.concurrency()).isEqualTo(16);
        assertThat(settings.perHost()).isEqualTo(16);
    }

    @Test
    void everyVariableIsRead() {
        FleetSettings settings = FleetSettings.of(Map.of(
                "AWS_REGION", "eu-west-1",
                "FLEET_MEASUREMENTS_TABLE", "m",
                "FLEET_STATE_TABLE", "s",
                "FLEET_ALERT_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:alerts",
                "FLEET_TARGETS", "a.example, b.example:8443,,",
                "FLEET_SLA_TLS", "PT0.3S",
                "FLEET_RETENTION", "P7D",
                "FLEET_ALLOW_NETWORKS", "10.0.0.0/8,fd00::/8",
                "FLEET_CA_FILE", "/opt/ca.pem",
                "FLEET_CONCURRENCY", "4"));
        assertThat(FleetSettings.of(Map.of("FLEET_PER_HOST", "3")).perHost()).isEqualTo(3);
        assertThat(FleetSettings.of(
                                Map.of("FLEET_SHARD_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/s"))
                        .shardQueueUrl())
                .contains("https://sqs.eu-west-1.amazonaws.com/123456789012/s");
        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(FleetSettings.of(Map.of("FLEET_INTERVAL", "PT15M")).interval())
                .isEqualTo(Duration.ofMinutes(15));

        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.targets()).containsExactly("a.example", "b.example:8443");
        assertThat(settings.defaults().sla().limits())
                .containsExactly(Map.entry(Phase.TLS, new SlaLimit(Duration.ofMillis(300), Duration.ofMillis(600))));
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.allowNetworks()).hasSize(2);
        assertThat(settings.caFile()).contains("/opt/ca.pem");
        assertThat(settings.concurrency()).isEqualTo(4);
    }

    @Test
    void functionIsNamedWithItsAlias() {
        assertThat(FleetSettings.of(Map.of("AWS_LAMBDA_FUNCTION_NAME", "probe", "FLEET_FUNCTION_ALIAS", "live"))
                        .functionName())
                .contains("probe:live");
        assertThat(FleetSettings.of(Map.of("AWS_LAMBDA_FUNCTION_NAME", "probe")).functionName())
                .contains("probe");
        assertThat(FleetSettings.of(Map.of("FLEET_FUNCTION_ALIAS", "live")).functionName())
                .isEmpty();
    }

    @Test
    void emptyVariableIsUnset() {
        assertThat(FleetSettings.of(Map.of("FLEET_CA_FILE", "", "FLEET_CONCURRENCY", " ", "FLEET_HOME_REGION", "")))
                .isEqualTo(FleetSettings.of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "FLEET_ALERT_TOPIC_ARN, my-topic",
        "FLEET_HOME_REGION, Europe",
        "FLEET_SLA_TLS, 300",
        "FLEET_SLA_TLS, PT0S",
        "FLEET_RETENTION, 90",
        "FLEET_RETENTION, P0D",
        "FLEET_RETENTION, P9999D",
        "FLEET_RETENTION, P3M",
        "FLEET_ALLOW_NETWORKS, 10.0.0.0/99",
        "FLEET_INTERVAL, 5",
        "FLEET_INTERVAL, PT10S",
        "FLEET_INTERVAL, P2D",
        "FLEET_CONCURRENCY, 0",
        "FLEET_CONCURRENCY, 1001",
        "FLEET_PER_HOST, 0",
        "FLEET_PER_HOST, 1001",
        "FLEET_CONCURRENCY, many",
        "FLEET_SHARD_QUEUE_URL, shards",
        "FLEET_SHARD_QUEUE_URL, https://sqs.eu-west-1.amazonaws.com/shards",
        "FLEET_SHARD_QUEUE_URL, https://sqs.eu-west-1.amazonaws.com/123456789012/shards.fifo"
    })
    void wrongValueIsRefusedWithItsNameAndTheAcceptedForm(String name, String value) {
        assertThatThrownBy(() -> FleetSettings.of(Map.of(name, value)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(name + ": '" + value + "'; accepted: ");
    }

    static Stream<Arguments> hostileValues() {
        List<String> values = List.of(
                "\0",
                "a".repeat(100_000),
                "[".repeat(2_000),
                "https://user:hunter2@example.com/?hunter2",
                "\ud800",
                "-1");
        return Stream.of(
                        "FLEET_HOME_REGION",
                        "FLEET_ALERT_TOPIC_ARN",
                        "FLEET_SLA_TLS",
                        "FLEET_RETENTION",
                        "FLEET_ALLOW_NETWORKS",
                        "FLEET_INTERVAL",
                        "FLEET_CONCURRENCY",
                        "FLEET_SHARD_QUEUE_URL")
                .flatMap(name -> values.stream().map(value -> Arguments.of(name, value)));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void hostileValueIsRefusedByNameAndAcceptedForm(String name, String value) {
        assertThatThrownBy(() -> FleetSettings.of(Map.of(name, value)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(name + ": ")
                .hasMessageContaining("accepted: ")
                .hasMessageNotContaining("hunter2")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(500));
    }
}
