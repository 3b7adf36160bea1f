package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.cost.TemplateFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ./fleet cost} counts what the template makes. */
class CostTemplateTest {

    @ParameterizedTest
    @EnumSource(TemplateFacts.FunctionRuntime.class)
    void memoryAndTimeoutAreThoseOfTheFunction(TemplateFacts.FunctionRuntime runtime) throws IOException {
        Map<?, ?> function = template(Map.of("Runtime", runtime.parameter()))
                .resources("AWS::Serverless::Function")
                .get("ProbeFunction");

        assertThat(function.get("MemorySize")).hasToString(String.valueOf(runtime.megabytes()));
        assertThat(function.get("Timeout")).hasToString(String.valueOf(TemplateFacts.TIMEOUT.toSeconds()));
    }

    @Test
    void usualSettingsAreThoseOfTheParameters() throws IOException {
        CloudFormationTemplate template = template(Map.of());
        Map<?, ?> function = template.resources("AWS::Serverless::Function").get("ProbeFunction");
        Map<?, ?> variables = (Map<?, ?>) ((Map<?, ?>) function.get("Environment")).get("Variables");

        assertThat(variables.get("FLEET_CONCURRENCY")).hasToString(String.valueOf(TemplateFacts.CONCURRENCY));
        assertThat(variables.get("FLEET_RETENTION")).hasToString("P" + TemplateFacts.RETENTION_DAYS + "D");
        assertThat(variables.get("FLEET_ROLLUP_RETENTION"))
                .hasToString("P" + TemplateFacts.ROLLUP_RETENTION_DAYS + "D");
        assertThat(template.resources("AWS::Logs::LogGroup").values())
                .singleElement()
                .satisfies(group -> assertThat(group.get("RetentionInDays"))
                        .hasToString(String.valueOf(TemplateFacts.LOG_RETENTION_DAYS)));
        assertThat(function.get("Architectures"))
                .hasToString("[" + TemplateFacts.Architecture.ARM64.name().toLowerCase(Locale.ROOT) + "]");
    }

    @Test
    void everythingThatHasItsPriceIsCounted() throws IOException {
        CloudFormationTemplate template = template(Map.of());

        assertThat(template.resources("AWS::CloudWatch::Alarm")).hasSize(TemplateFacts.ALARMS);
        assertThat(template.resources("AWS::Logs::MetricFilter")).hasSize(TemplateFacts.METRIC_FILTERS);
        assertThat(template.resources("AWS::DynamoDB::Table").values())
                .hasSize(2)
                .allSatisfy(table -> {
                    assertThat(table.get("BillingMode")).isEqualTo("PAY_PER_REQUEST");
                    assertThat(table.get("PointInTimeRecoverySpecification"))
                            .isEqualTo(Map.of("PointInTimeRecoveryEnabled", true));
                });
    }

    @Test
    void shardsAreCountedWhereTheyAreAskedFor() throws IOException {
        assertThat(template(Map.of()).resources("AWS::Lambda::EventSourceMapping"))
                .isEmpty();
        for (int value : TemplateFacts.SHARD_CONCURRENCIES) {
            CloudFormationTemplate template = template(Map.of("ShardConcurrency", String.valueOf(value)));

            assertThat(template.resources("AWS::Lambda::EventSourceMapping")).hasSize(TemplateFacts.MAPPINGS_OF_SHARDS);
            assertThat(template.resources("AWS::CloudWatch::Alarm"))
                    .hasSize(TemplateFacts.ALARMS + TemplateFacts.ALARMS_OF_SHARDS);
        }
    }

    private static CloudFormationTemplate template(Map<String, String> parameters) throws IOException {
        return CloudFormationTemplate.read(Path.of("template.yaml"), parameters);
    }
}
