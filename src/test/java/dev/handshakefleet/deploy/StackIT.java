package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.FunctionPackage;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks of {@code template.yaml} and {@code infra/adopt.yaml} on an emulator of AWS. SAM's own transform makes CloudFormation of the
 * template. Skipped without the emulator, the AWS CLI or the transform, which comes with cfn-lint.
 *
 * <p>The emulator makes no schedules, alarms, metric filters and asynchronous settings. It deletes a resource with the policy {@code
 * RetainExceptOnCreate} together with its stack, so the removal is tried with the policy {@code Retain} of the other template. It
 * knows no import: it takes the change set, and makes the resources in its place.
 */
class StackIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOME = "eu-west-1";

    @TempDir
    private static Path directory;

    private static AwsEmulator emulator;

    @BeforeEach
    void startEmulatorOnce() throws Exception {
        if (emulator == null) {
            Prerequisites.program("aws");
            emulator = AwsEmulator.start(directory.resolve("emulator.log"));
            Path zip = directory.resolve("function.zip");
            FunctionPackage.write(zip, "bootstrap", FunctionPackage.ARM64);
            for (String region : List.of(HOME, "us-east-2")) {
                aws(
                        region,
                        "s3api",
                        "create-bucket",
                        "--bucket",
                        "packages-" + region,
                        "--create-bucket-configuration",
                        "LocationConstraint=" + region);
                aws(
                        region,
                        "s3api",
                        "put-object",
                        "--bucket",
                        "packages-" + region,
                        "--key",
                        "function.zip",
                        "--body",
                        zip.toString());
            }
        }
    }

    @AfterAll
    static void endTheEmulator() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void homeRegionHoldsTablesAndTopicAndAnotherRegionUsesThem() throws Exception {
        create(HOME, "HomeRegion=" + HOME, "AlertEmail=ops@example.com");
        create("us-east-2", "HomeRegion=" + HOME);

        assertThat(resources(HOME))
                .contains("ProbeFunction handshake-fleet-probe", "Measurements handshake-fleet-measurements")
                .contains("AlertTopic arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts");
        assertThat(resources("us-east-2"))
                .contains("ProbeFunction handshake-fleet-probe")
                .noneMatch(resource -> resource.matches("(Measurements|FleetState|AlertTopic) .*"));
        JsonNode variables = aws("us-east-2", "lambda", "get-function", "--function-name", "handshake-fleet-probe")
                .path("Configuration")
                .path("Environment")
                .path("Variables");
        assertThat(variables.path("FLEET_HOME_REGION").asText()).isEqualTo(HOME);
        assertThat(variables.path("FLEET_ALERT_TOPIC_ARN").asText())
                .isEqualTo("arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts");
    }

    @Test
    void tablesAndTopicOutliveTheirStackAndAreOfferedToANewOne() throws Exception {
        aws(
                HOME,
                "cloudformation",
                "create-stack",
                "--stack-name",
                "kept",
                "--template-body",
                "file://infra/adopt.yaml",
                "--parameters",
                "ParameterKey=FleetName,ParameterValue=kept");
        aws(HOME, "cloudformation", "delete-stack", "--stack-name", "kept");
        assertThat(aws(HOME, "dynamodb", "list-tables").toString()).contains("kept-measurements", "kept-state");

        CommandResult adoption = run(HOME, "/bin/sh", "infra/adopt.sh", "--name", "kept", HOME);

        assertThat(adoption.err()).contains("Table already exists: kept-measurements");
        JsonNode changeSet = aws(
                HOME, "cloudformation", "describe-change-set", "--stack-name", "kept", "--change-set-name", "adopt");
        assertThat(changeSet.path("Status").asText()).isEqualTo("CREATE_COMPLETE");
        assertThat(aws(HOME, "dynamodb", "list-tables").toString()).contains("kept-measurements", "kept-state");
        assertThat(aws(HOME, "sns", "list-topics").toString()).contains("kept-alerts");
    }

    @Test
    void nothingIsAdoptedFromAnEmptyRegion() throws Exception {
        CommandResult adoption = run("eu-central-1", "/bin/sh", "infra/adopt.sh", "eu-central-1");

        assertThat(adoption.status()).isEqualTo(1);
        assertThat(adoption.err()).contains("there is no table 'handshake-fleet-measurements' in eu-central-1");
        assertThat(aws("eu-central-1", "sns", "list-topics").path("Topics")).isEmpty();
    }

    private static void create(String region, String... parameters) throws Exception {
        List<String> transform = new ArrayList<>(
                List.of("python3", "src/test/resources/deploy/transform.py", "template.yaml", "packages-" + region));
        transform.addAll(List.of(parameters));
        CommandResult transformed = run(region, transform.toArray(String[]::new));
        if (transformed.err().contains("No module named 'samtranslator'")) {
            abort("samtranslator is not installed");
        }
        assertThat(transformed.status()).as(transformed.err()).isZero();
        Path template = Files.writeString(directory.resolve(region + ".json"), transformed.out());
        List<String> command = new ArrayList<>(List.of(
                "cloudformation",
                "create-stack",
                "--stack-name",
                "handshake-fleet",
                "--capabilities",
                "CAPABILITY_IAM",
                "--template-body",
                "file://" + template,
                "--parameters"));
        for (String parameter : parameters) {
            command.add("ParameterKey=" + parameter.replaceFirst("=", ",ParameterValue="));
        }
        aws(region, command.toArray(String[]::new));
    }

    /** The names of the resources in the stack, and the names that they have outside it. */
    private static List<String> resources(String region) throws Exception {
        List<String> resources = new ArrayList<>();
        for (JsonNode resource : aws(
                        region, "cloudformation", "list-stack-resources", "--stack-name", "handshake-fleet")
                .path("StackResourceSummaries")) {
            resources.add(resource.path("LogicalResourceId").asText() + " "
                    + resource.path("PhysicalResourceId").asText());
        }
        return resources;
    }

    private static JsonNode aws(String region, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Prerequisites.program("aws").toString(), "--output", "json"));
        command.addAll(List.of(arguments));
        CommandResult result = run(region, command.toArray(String[]::new));
        assertThat(result.status()).as(command + ": " + result.err()).isZero();
        return JSON.readTree(result.out());
    }

    private static CommandResult run(String region, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL",
                        emulator.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test",
                        "AWS_MAX_ATTEMPTS",
                        "1",
                        "AWS_REGION",
                        region,
                        "AWS_DEFAULT_REGION",
                        region));
        return CommandResult.of(builder, directory);
    }
}
