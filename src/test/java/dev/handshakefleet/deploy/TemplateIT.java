package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code template.yaml} held against the code that it configures. */
class TemplateIT {

    private static final Pattern FLEET_VARIABLE = Pattern.compile("FLEET_[A-Z_]+");
    private static final Path TEMPLATE = Path.of("template.yaml");
    private static final Path SETTINGS = Path.of("src/main/java/dev/handshakefleet/fleet/FleetSettings.java");

    @Test
    void templateSetsExactlyTheVariablesOfTheFunction() throws IOException {
        Set<String> read = new TreeSet<>(variables(SETTINGS));
        read.addAll(variables(Path.of("src/main/java/dev/handshakefleet/lambda/MetricsTag.java")));
        read.addAll(variables(Path.of("src/main/resources/application.properties")));

        assertThat(variables(TEMPLATE)).hasSizeGreaterThanOrEqualTo(14).isEqualTo(read);
    }

    @Test
    void localTablesAreThoseOfTheTemplate() throws IOException {
        String template = Files.readString(TEMPLATE);

        assertThat(template).contains("Default: handshake-fleet\n", "${FleetName}-measurements", "${FleetName}-state");
        assertThat(LocalTables.MEASUREMENTS).isEqualTo("handshake-fleet-measurements");
        assertThat(LocalTables.STATE).isEqualTo("handshake-fleet-state");
        assertThat(template.split("AttributeName: pk, KeyType: HASH", -1)).hasSize(3);
        assertThat(template.split("AttributeName: sk, KeyType: RANGE", -1)).hasSize(3);
    }

    @Test
    void scheduleSendsItsInstant() throws IOException {
        assertThat(Files.readString(TEMPLATE))
                .contains("Input: '{\"action\":\"probe\",\"scheduledTime\":\"<aws.scheduler.scheduled-time>\"}'");
    }

    /**
     * AWS Lambda Developer Guide, "Lambda quotas": 4 KB for all variables of a function. Lambda measures them as the JSON that it
     * stores.
     */
    @ParameterizedTest
    @ValueSource(strings = {"provided.al2023", "java25"})
    void longestParametersFitTheEnvironmentOfAFunction(String runtime) throws IOException {
        CloudFormationTemplate template = CloudFormationTemplate.read(
                TEMPLATE,
                Map.ofEntries(
                        Map.entry("FleetName", "f".repeat(31)),
                        Map.entry("HomeRegion", "r".repeat(25)),
                        Map.entry("Targets", "t".repeat(2_100)),
                        Map.entry("SlaTls", "PT" + "1".repeat(13) + "S"),
                        Map.entry("RetentionDays", "3650"),
                        Map.entry("AllowNetworks", "1".repeat(500)),
                        Map.entry("CaFile", "/".repeat(256)),
                        Map.entry("RateMinutes", "10"),
                        Map.entry("Concurrency", "1000"),
                        Map.entry("PerHost", "1000"),
                        Map.entry("ShardConcurrency", "1000"),
                        Map.entry("KeepUnstored", "true"),
                        Map.entry("Version", "v".repeat(40)),
                        Map.entry("LogFormat", "JSON"),
                        Map.entry("LogLevel", "DEBUG"),
                        Map.entry("MetricsTag", "m".repeat(64)),
                        Map.entry("Runtime", runtime)));
        Map<?, ?> environment = (Map<?, ?>) function(template, runtime).get("Environment");

        String stored = new ObjectMapper().writeValueAsString(environment.get("Variables"));

        assertThat(stored.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(Files.readString(TEMPLATE))
                .contains("MaxLength: 2100", "MaxLength: 500", "MaxLength: 256", "MaxLength: 25\n", "MaxLength: 16");
    }

    @Test
    void tablesAndTopicOutliveTheStackUnlessTheirCreationFailed() throws IOException {
        Map<String, Map<?, ?>> declarations =
                CloudFormationTemplate.read(TEMPLATE, Map.of()).declarations();

        assertThat(List.of("Measurements", "FleetState", "AlertTopic")).allSatisfy(name -> {
            assertThat(declarations.get(name).get("DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
            assertThat(declarations.get(name).get("UpdateReplacePolicy")).isEqualTo("Retain");
        });
    }

    /** An import compares the properties with those that the resource has. */
    @Test
    void adoptedTablesAndTopicAreThoseOfTheTemplate() throws IOException {
        CloudFormationTemplate template = CloudFormationTemplate.read(TEMPLATE, Map.of());
        CloudFormationTemplate adopted = CloudFormationTemplate.read(Path.of("infra/adopt.yaml"), Map.of());

        for (String type : List.of("AWS::DynamoDB::Table", "AWS::SNS::Topic")) {
            Map<String, Map<?, ?>> expected = new LinkedHashMap<>(template.resources(type));
            expected.remove("FleetHealthTopic");
            assertThat(adopted.resources(type)).isEqualTo(expected);
        }
        assertThat(adopted.declarations()).containsOnlyKeys("Measurements", "FleetState", "AlertTopic");
        assertThat(adopted.outputs()).isEmpty();
    }

    @Test
    void tablesHaveTheKeyThatDynamoDbOwnsUnlessOneIsNamed() throws IOException {
        String key = "arn:aws:kms:eu-west-1:123456789012:key/1";

        assertThat(CloudFormationTemplate.read(TEMPLATE, Map.of())
                        .resources("AWS::DynamoDB::Table")
                        .values())
                .hasSize(2)
                .noneMatch(table -> table.containsKey("SSESpecification"));
        assertThat(CloudFormationTemplate.read(TEMPLATE, Map.of("TableKeyArn", key))
                        .resources("AWS::DynamoDB::Table")
                        .values())
                .allSatisfy(table -> assertThat(table.get("SSESpecification"))
                        .isEqualTo(Map.of("SSEEnabled", true, "SSEType", "KMS", "KMSMasterKeyId", key)));
        assertThat(statements(Map.of())).doesNotContainKey("UseTheKeyOfTheTables");
        assertThat(statements(Map.of("TableKeyArn", key)).get("UseTheKeyOfTheTables"))
                .hasToString(
                        "{Sid=UseTheKeyOfTheTables, Effect=Allow, Action=[kms:Decrypt, kms:DescribeKey, kms:Encrypt,"
                                + " kms:GenerateDataKey*, kms:ReEncrypt*], Resource=" + key
                                + ", Condition={StringEquals={kms:ViaService=dynamodb.eu-west-1.amazonaws.com}}}");
    }

    @Test
    void functionRunsInTheSubnetsThatAreNamed() throws IOException {
        Map<String, String> parameters =
                Map.of("SubnetIds", "subnet-1,subnet-2", "SecurityGroupIds", "sg-1", "DualStack", "true");
        CloudFormationTemplate template = CloudFormationTemplate.read(TEMPLATE, parameters);

        assertThat(template.rulesHold()).isTrue();
        assertThat(function(template, "provided.al2023").get("VpcConfig"))
                .isEqualTo(Map.of(
                        "SubnetIds",
                        List.of("subnet-1", "subnet-2"),
                        "SecurityGroupIds",
                        List.of("sg-1"),
                        "Ipv6AllowedForDualStack",
                        "true"));
        assertThat(statements(parameters)).containsKey("RunInSubnets");
        assertThat(statements(Map.of())).doesNotContainKey("RunInSubnets");
        assertThat(function(CloudFormationTemplate.read(TEMPLATE, Map.of()), "provided.al2023")
                        .containsKey("VpcConfig"))
                .isFalse();
        assertThat(CloudFormationTemplate.read(TEMPLATE, Map.of("SubnetIds", "subnet-1"))
                        .rulesHold())
                .isFalse();
    }

    @Test
    void optionsOfAnAccountReachFunctionAndRoles() throws IOException {
        String boundary = "arn:aws:iam::123456789012:policy/edge";
        Map<String, String> parameters = Map.of(
                "PermissionsBoundary", boundary,
                "ClientCertificateSecrets", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a",
                "ClientCertificateKeys", "arn:aws:kms:eu-west-1:123456789012:key/1",
                "Tracing", "Active",
                "LogFormat", "JSON",
                "Architecture", "x86_64");
        CloudFormationTemplate template = CloudFormationTemplate.read(TEMPLATE, parameters);
        Map<?, ?> function = function(template, "provided.al2023");

        assertThat(template.resources("AWS::IAM::Role").values())
                .hasSize(2)
                .allSatisfy(role -> assertThat(role.get("PermissionsBoundary")).isEqualTo(boundary));
        assertThat(statements(parameters))
                .containsKeys("ReadClientCertificates", "DecryptClientCertificates", "SendTraces");
        assertThat(statements(Map.of()))
                .doesNotContainKeys("ReadClientCertificates", "DecryptClientCertificates", "SendTraces");
        assertThat(function.get("Tracing")).isEqualTo("Active");
        assertThat(function.get("Architectures")).isEqualTo(List.of("x86_64"));
        assertThat(function.get("LoggingConfig").toString()).contains("LogFormat=JSON");
        assertThat(function.get("Environment").toString()).contains("QUARKUS_LOG_CONSOLE_JSON_ENABLED=true");
        assertThat(function(CloudFormationTemplate.read(TEMPLATE, Map.of()), "provided.al2023")
                        .get("Environment")
                        .toString())
                .doesNotContain("JSON_ENABLED");
    }

    /** The tables are in the home region, so one function makes the rollups of all regions. */
    @Test
    void homeRegionAloneRollsUpEveryHour() throws IOException {
        CloudFormationTemplate home = CloudFormationTemplate.read(TEMPLATE, Map.of());
        CloudFormationTemplate other = CloudFormationTemplate.read(TEMPLATE, Map.of("HomeRegion", "us-east-1"));

        assertThat(home.resources("AWS::Scheduler::Schedule")
                        .get("RollupSchedule")
                        .toString())
                .contains(
                        "ScheduleExpression=cron(20 * * * ? *)",
                        "Input={\"action\":\"rollup\"}",
                        "Arn=ProbeFunctionAlias,");
        assertThat(other.resources("AWS::Scheduler::Schedule")).containsOnlyKeys("ProbeSchedule");
    }

    /** SnapStart works for published versions; the native executable is always the newest. */
    @Test
    void scheduleInvokesTheAliasOfWhatWasDeployed() throws IOException {
        CloudFormationTemplate jvm = CloudFormationTemplate.read(TEMPLATE, Map.of("Runtime", "java25"));
        CloudFormationTemplate executable = CloudFormationTemplate.read(TEMPLATE, Map.of());

        assertThat(function(jvm, "java25").get("SnapStart")).isEqualTo(Map.of("ApplyOn", "PublishedVersions"));
        assertThat(jvm.resources("AWS::Lambda::Alias").get("ProbeFunctionAlias"))
                .hasToString("{Name=live, FunctionName=ProbeFunction, FunctionVersion=ProbeFunctionVersion.Version}");
        assertThat(executable.resources("AWS::Lambda::Alias").get("ProbeFunctionAlias"))
                .hasToString("{Name=live, FunctionName=ProbeFunction, FunctionVersion=$LATEST}");
        assertThat(executable.resources("AWS::Lambda::Version")).isEmpty();
        assertThat(function(executable, "provided.al2023").containsKey("SnapStart"))
                .isFalse();
        assertThat(executable.resources("AWS::Scheduler::Schedule").toString()).contains("Arn=ProbeFunctionAlias,");
        assertThat(executable
                        .resources("AWS::IAM::Role")
                        .get("ProbeScheduleRole")
                        .toString())
                .contains("Action=lambda:InvokeFunction, Resource=ProbeFunctionAlias}");
        assertThat(executable
                        .resources("AWS::Lambda::EventInvokeConfig")
                        .get("ProbeFunctionAsynchronously")
                        .toString())
                .contains("Qualifier=live");
        assertThat(executable.outputs().get("FunctionArn")).isEqualTo("ProbeFunctionAlias");
        assertThat(executable.outputs().get("InvokeCommand").toString()).contains(":live ");
    }

    @Test
    void shardsHaveNoQueueAndCostNothingUnlessTheyAreAskedFor() throws IOException {
        CloudFormationTemplate without = CloudFormationTemplate.read(TEMPLATE, Map.of());

        assertThat(without.resources("AWS::SQS::Queue")).containsOnlyKeys("DeadLetters");
        assertThat(without.resources("AWS::Lambda::EventSourceMapping")).isEmpty();
        assertThat(without.resources("AWS::CloudWatch::Alarm"))
                .doesNotContainKeys("ShardDeadLettersAlarm", "ShardsWaitAlarm");
        assertThat(statements(Map.of())).doesNotContainKey("SendAndWorkShards");
        assertThat(function(without, "provided.al2023").get("Environment").toString())
                .doesNotContain("FLEET_SHARD_QUEUE_URL");
    }

    /** AWS Lambda Developer Guide, "Using Lambda with Amazon SQS": hidden for at least six times the timeout of the function. */
    @Test
    void shardsAreDeliveredToTheAliasAndGivenUpWithAnAlarm() throws IOException {
        Map<String, String> parameters = Map.of("ShardConcurrency", "50", "FleetName", "web");
        CloudFormationTemplate template = CloudFormationTemplate.read(TEMPLATE, parameters);
        Map<?, ?> queue = template.resources("AWS::SQS::Queue").get("Shards");
        Map<?, ?> function = function(template, "provided.al2023");
        Map<?, ?> mapping =
                template.resources("AWS::Lambda::EventSourceMapping").get("ShardsOfTheFunction");

        assertThat(template.resources("AWS::SQS::Queue")).containsOnlyKeys("DeadLetters", "Shards", "ShardDeadLetters");
        assertThat((Integer) queue.get("VisibilityTimeout"))
                .isGreaterThanOrEqualTo(6 * (Integer) function.get("Timeout"));
        assertThat(queue.get("RedrivePolicy"))
                .isEqualTo(Map.of("deadLetterTargetArn", "ShardDeadLetters.Arn", "maxReceiveCount", 3));
        assertThat(queue.get("QueueName")).isEqualTo("web-shards");
        assertThat(mapping)
                .hasToString("{EventSourceArn=Shards.Arn, FunctionName=ProbeFunctionAlias, BatchSize=1,"
                        + " FunctionResponseTypes=[ReportBatchItemFailures], ScalingConfig={MaximumConcurrency=50}}");
        assertThat(statements(parameters).get("SendAndWorkShards"))
                .hasToString("{Sid=SendAndWorkShards, Effect=Allow, Action=[sqs:DeleteMessage, sqs:GetQueueAttributes,"
                        + " sqs:ReceiveMessage, sqs:SendMessage], Resource=Shards.Arn}");
        assertThat(FleetSettings.of(Map.of(
                                "FLEET_SHARD_QUEUE_URL",
                                ((Map<?, ?>) ((Map<?, ?>) function.get("Environment")).get("Variables"))
                                        .get("FLEET_SHARD_QUEUE_URL")
                                        .toString()))
                        .shardQueueUrl())
                .contains("https://sqs.eu-west-1.amazonaws.com/123456789012/web-shards");
        assertThat(template.resources("AWS::CloudWatch::Alarm")
                        .get("ShardDeadLettersAlarm")
                        .toString())
                .contains("Name=QueueName, Value=ShardDeadLetters.QueueName", "AlarmActions=[FleetHealthTopic]");
        assertThat(template.resources("AWS::CloudWatch::Alarm")
                        .get("ShardsWaitAlarm")
                        .toString())
                .contains("Name=QueueName, Value=Shards.QueueName", "AlarmActions=[FleetHealthTopic]");
    }

    @Test
    void unstoredMeasurementsWaitInOrderForEightDaysAndAreGivenUpWithAnAlarm() throws IOException {
        Map<String, String> parameters = Map.of("FleetName", "web", "KeepUnstored", "true");
        CloudFormationTemplate template = CloudFormationTemplate.read(TEMPLATE, parameters);
        Map<?, ?> queue = template.resources("AWS::SQS::Queue").get("Unstored");
        Map<?, ?> dead = template.resources("AWS::SQS::Queue").get("UnstoredDeadLetters");
        Map<?, ?> function = function(template, "provided.al2023");
        Map<?, ?> variables = (Map<?, ?>) ((Map<?, ?>) function.get("Environment")).get("Variables");
        int visibility = (Integer) queue.get("VisibilityTimeout");
        Map<?, ?> redrive = (Map<?, ?>) queue.get("RedrivePolicy");

        assertThat(List.of(queue, dead))
                .allSatisfy(one -> assertThat(one.get("FifoQueue")).isEqualTo(true));
        assertThat(visibility).isGreaterThanOrEqualTo(6 * (Integer) function.get("Timeout"));
        assertThat(redrive.get("deadLetterTargetArn")).isEqualTo("UnstoredDeadLetters.Arn");
        assertThat(Duration.ofSeconds((long) visibility * (Integer) redrive.get("maxReceiveCount")))
                .isBetween(Duration.ofDays(8), Duration.ofSeconds((Integer) queue.get("MessageRetentionPeriod")));
        assertThat(template.resources("AWS::Lambda::EventSourceMapping").get("UnstoredOfTheFunction"))
                .hasToString("{EventSourceArn=Unstored.Arn, FunctionName=ProbeFunctionAlias, BatchSize=10,"
                        + " FunctionResponseTypes=[ReportBatchItemFailures]}");
        assertThat(statements(parameters))
                .containsKeys("KeepAndStoreLaterWhatTheTableDidNotTake", "GiveUpWhatIsUnusable");
        FleetSettings settings = FleetSettings.of(Map.of(
                "FLEET_SPOOL_QUEUE_URL", variables.get("FLEET_SPOOL_QUEUE_URL").toString()));
        assertThat(settings.spoolQueueUrl())
                .contains("https://sqs.eu-west-1.amazonaws.com/123456789012/" + queue.get("QueueName"));
        assertThat(dead.get("QueueName")).isEqualTo("web-unstored-dead-letters.fifo");
        assertThat(template.resources("AWS::CloudWatch::Alarm")
                        .get("UnstoredWaitAlarm")
                        .toString())
                .contains("ApproximateAgeOfOldestMessage", "AlarmActions=[FleetHealthTopic]");
        assertThat(template.resources("AWS::CloudWatch::Alarm")
                        .get("UnstoredDeadLettersAlarm")
                        .toString())
                .contains("Value=UnstoredDeadLetters.QueueName", "AlarmActions=[FleetHealthTopic]");
    }

    @Test
    void outputPrintsTheVariablesOfTheCommand() throws IOException {
        assertThat(CloudFormationTemplate.read(TEMPLATE, Map.of("FleetName", "web", "HomeRegion", "us-east-1"))
                        .outputs()
                        .get("FleetVariables"))
                .isEqualTo("export FLEET_HOME_REGION=us-east-1 FLEET_STATE_TABLE=web-state"
                        + " FLEET_MEASUREMENTS_TABLE=web-measurements");
    }

    /** The script has the same name as its default. */
    @Test
    void samDeploysTheStackOfTheScript() throws IOException {
        assertThat(Files.readString(Path.of("samconfig.toml"))).contains("\nstack_name = \"handshake-fleet\"\n");
        assertThat(Files.readString(Path.of("infra/deploy-regions.sh"))).contains("\nname=handshake-fleet\n");
    }

    private static Map<?, ?> function(CloudFormationTemplate template, String runtime) {
        Map<?, ?> function = template.resources("AWS::Serverless::Function").get("ProbeFunction");
        assertThat(function.get("Runtime")).isEqualTo(runtime);
        return function;
    }

    /** The statements of the function's role by their id. */
    private static Map<String, Object> statements(Map<String, String> parameters) throws IOException {
        Map<?, ?> role = CloudFormationTemplate.read(TEMPLATE, parameters)
                .resources("AWS::IAM::Role")
                .get("ProbeFunctionRole");
        Map<?, ?> policy = (Map<?, ?>) ((List<?>) role.get("Policies")).getFirst();
        Map<String, Object> statements = new LinkedHashMap<>();
        for (Object statement : (List<?>) ((Map<?, ?>) policy.get("PolicyDocument")).get("Statement")) {
            statements.put(((Map<?, ?>) statement).get("Sid").toString(), statement);
        }
        return statements;
    }

    @ParameterizedTest
    @ValueSource(strings = {"template.yaml", "infra/subscriptions.yaml", "infra/adopt.yaml", "infra/report.yaml"})
    void cfnLintFindsNothing(String template) throws Exception {
        Path cfnLint = Prerequisites.program("cfn-lint");
        Path output = Files.createTempFile("cfn-lint", ".txt");

        Process lint = new ProcessBuilder(cfnLint.toString(), template)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(lint.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(lint.exitValue()).as(Files.readString(output)).isZero();
        Files.delete(output);
    }

    private static Set<String> variables(Path file) throws IOException {
        Set<String> variables = new TreeSet<>();
        Matcher matcher = FLEET_VARIABLE.matcher(Files.readString(file));
        while (matcher.find()) {
            variables.add(matcher.group());
        }
        return variables;
    }
}
