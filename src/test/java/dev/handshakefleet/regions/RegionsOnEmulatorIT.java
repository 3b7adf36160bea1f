package dev.handshakefleet.regions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * {@code ./fleet regions} as a process of its own, with the AWS CLI, on an emulator of AWS. The stacks are those of infra/adopt.yaml:
 * the emulator does not keep the tables of the other template when their stack is deleted. Skipped without the emulator or the CLI.
 */
class RegionsOnEmulatorIT {

    private static final String HOME = "eu-west-1";

    @TempDir
    private static Path directory;

    private static AwsEmulator emulator;

    @BeforeAll
    static void start() throws Exception {
        Prerequisites.program("aws");
        emulator = AwsEmulator.start(directory.resolve("emulator.log"));
    }

    @AfterAll
    static void end() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void regionIsShownThenRemovedAndItsTablesStay() throws Exception {
        CommandResult created = run(List.of(
                "aws",
                "cloudformation",
                "create-stack",
                "--stack-name",
                "handshake-fleet",
                "--template-body",
                "file://infra/adopt.yaml",
                "--parameters",
                "ParameterKey=FleetName,ParameterValue=handshake-fleet"));
        assertThat(created.status()).as(created.err()).isZero();
        try (DynamoDbClient client = emulator.client(DynamoDbClient.builder())) {
            RegionStore records = new RegionStore(client, "handshake-fleet-state");
            Instant now = Instant.now();
            records.record(
                    new RegionRun(HOME, now, now, Duration.ofHours(1), "0.1.0", 3, true, Optional.empty()),
                    Duration.ofMinutes(1));

            CommandResult shown = fleet("regions", "--status", "--json", HOME);
            JsonNode region =
                    new ObjectMapper().readTree(shown.out()).path("regions").path(0);
            assertThat(shown.status()).as(shown.out() + shown.err()).isZero();
            assertThat(region.path("stack").asText()).isEqualTo("CREATE_COMPLETE");
            assertThat(region.path("lastRun").path("targets").asInt()).isEqualTo(3);

            CommandResult unasked = fleet("regions", "--remove", HOME);
            assertThat(unasked.status()).isEqualTo(3);
            assertThat(unasked.err()).contains("Nothing was removed: there is no terminal to ask. --yes removes");

            CommandResult removed = fleet("regions", "--remove", "--yes", HOME);
            assertThat(removed.status()).as(removed.out() + removed.err()).isZero();
            assertThat(removed.outLines())
                    .startsWith("eu-west-1: deleting the stack 'handshake-fleet'", "eu-west-1: removed");
            assertThat(client.listTables().tableNames()).contains("handshake-fleet-state");
            assertThat(records.read().removed()).containsExactly(HOME);
        }

        CommandResult gone = fleet("regions", HOME);
        assertThat(gone.status()).isEqualTo(2);
        assertThat(gone.outLines()).contains("! eu-west-1: it has no stack");
    }

    @Test
    void deploymentIsThatOfTheScript() throws Exception {
        CommandResult result = fleet(
                "regions",
                "--deploy",
                "--dry-run",
                "--name",
                "web",
                "--tag",
                "team=web",
                HOME,
                "us-east-1",
                "--",
                "Targets=a.example,b.example",
                "us-east-1:RateMinutes=10");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.outLines()).hasSize(2);
        assertThat(result.outLines().getFirst())
                .contains("--stack-name web --region eu-west-1 ", " --tags team=web ")
                .endsWith(" HomeRegion=eu-west-1 Runtime=provided.al2023 Targets=a.example,b.example");
        assertThat(result.outLines().getLast()).endsWith(" Targets=a.example,b.example RateMinutes=10");
        assertThat(fleet("regions", "--deploy", "--dry-run", "Europe").status()).isEqualTo(3);
    }

    @Test
    void badInputIsRefusedByName() throws Exception {
        assertRefused("REGION: 'Europe'; accepted: the name of an AWS region", "regions", "Europe");
        assertRefused("--name: 'Web Fleet'; accepted: 2 to 31 lower-case", "regions", "--name", "Web Fleet");
        assertRefused("REGION is missing: name each region to remove", "regions", "--remove");
        assertRefused("REGION: missing; accepted: a region of the fleet", "regions");
        assertRefused("mutually exclusive", "regions", "--remove", "--deploy", HOME);
    }

    private static void assertRefused(String expected, String... arguments) throws Exception {
        CommandResult result = fleet(arguments);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains(expected);
    }

    private static CommandResult fleet(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.handshakefleet.laptop.Laptop"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static CommandResult run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("FLEET_HOME_REGION");
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL",
                        emulator.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test",
                        "AWS_REGION",
                        HOME,
                        "AWS_DEFAULT_REGION",
                        HOME));
        return CommandResult.of(builder, directory);
    }
}
