package dev.handshakefleet.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.regions.RegionsReport.Drift;
import dev.handshakefleet.regions.RegionsReport.Health;
import dev.handshakefleet.regions.RegionsReport.RegionReport;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The status and the removal of regions, with an {@code aws} that answers from files and writes down its calls. */
class FleetRegionsIT {

    private static final String FLEET = "handshake-fleet";
    private static final String HOME = "us-east-1";
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration PATIENT = Duration.ofMinutes(2);

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @TempDir
    private Path directory;

    private RegionStore records;

    @BeforeEach
    void prepare() throws IOException {
        records = new RegionStore(dynamoDb.client(), dynamoDb.newStateTable());
        Path aws = Files.writeString(directory.resolve("aws"), """
                #!/bin/sh
                cd "$(dirname "$0")"
                echo "$*" >>calls.txt
                region=${*##*--region }
                region=${region%% *}
                if [ "$2" != describe-stacks ]; then
                    [ ! -e "$region.refused" ] || { cat "$region.refused" >&2; exit 254; }
                    exit 0
                fi
                [ ! -e "$region.sleep" ] || sleep 600
                if [ -e "$region.error" ]; then cat "$region.error" >&2; exit 254; fi
                if [ -e "$region.json" ]; then cat "$region.json"; exit 0; fi
                echo "An error occurred (ValidationError): Stack with id handshake-fleet does not exist" >&2
                exit 254
                """);
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void fleetIsWellWhereEveryRegionIsAsTheHomeRegionAndRan() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        stack("eu-west-1", "UPDATE_COMPLETE", "5", "0.1.0+1");
        ran(HOME, 0, "0.1.0+1");
        ran("eu-west-1", 2, "0.1.0+1");

        RegionsReport report = status();

        assertThat(report.health()).as("%s", report).isEqualTo(Health.OK);
        assertThat(report.regions())
                .extracting(RegionReport::region, RegionReport::home, RegionReport::stack)
                .containsExactly(tuple(HOME, true, "CREATE_COMPLETE"), tuple("eu-west-1", false, "UPDATE_COMPLETE"));
        assertThat(RegionsView.lines(report))
                .containsExactly(
                        "region            health  stack            version  last run              targets",
                        "us-east-1 (home)  OK      CREATE_COMPLETE  0.1.0+1  2026-11-23T10:00:00Z        7",
                        "eu-west-1         OK      UPDATE_COMPLETE  0.1.0+1  2026-11-23T09:50:00Z        7");
    }

    @Test
    void whatDiffersAndWhatIsSilentIsNamed() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        stack("eu-west-1", "UPDATE_ROLLBACK_COMPLETE", "10", "0.1.0+2");
        ran(HOME, 0, "0.1.0+1");
        ran("eu-west-1", 3, "0.1.0+1");

        RegionReport region = status().regions().getLast();

        assertThat(region.health()).isEqualTo(Health.WARNING);
        assertThat(region.drift()).containsExactly(new Drift("RateMinutes", Optional.of("10"), Optional.of("5")));
        assertThat(region.silentIntervals()).hasValue(3L);
        assertThat(region.problems())
                .containsExactly(
                        "RateMinutes is '10', in the home region '5'",
                        "version 0.1.0+2 is deployed, in the home region 0.1.0+1",
                        "its last run was made by version 0.1.0+1",
                        "eu-west-1 has been silent for 3 intervals",
                        "its last deployment failed and was undone");
    }

    @Test
    void regionThatCannotBeReachedHidesNoOther() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        ran(HOME, 0, "0.1.0+1");
        file("eu-west-1.error", "Could not connect to the endpoint URL");
        file("ap-southeast-2.sleep", "");

        RegionsReport report = status(Duration.ofSeconds(10), "eu-west-1", "ap-southeast-2", "sa-east-1");

        assertThat(report.health()).isEqualTo(Health.CRITICAL);
        assertThat(report.regions())
                .extracting(RegionReport::region, RegionReport::health, region -> String.join("|", region.problems()))
                .containsExactly(
                        tuple(HOME, Health.OK, ""),
                        tuple("ap-southeast-2", Health.UNKNOWN, "it cannot be reached: AWS did not answer in 10 s"),
                        tuple(
                                "eu-west-1",
                                Health.UNKNOWN,
                                "it cannot be reached: Could not connect to the endpoint URL"),
                        tuple("sa-east-1", Health.CRITICAL, "it has no stack"));
    }

    @Test
    void stacksAreShownWhereTheTableCannotBeReached() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            RegionsReport report = new FleetStatus(
                            aws(PATIENT), home -> new RegionStore(nobody, "any"), InstantSource.fixed(TEN))
                    .of(FLEET, Optional.of(HOME), List.of());

            assertThat(report.health()).isEqualTo(Health.UNKNOWN);
            assertThat(report.regions()).extracting(RegionReport::health).containsExactly(Health.OK);
            assertThat(report.problems()).singleElement().asString().startsWith("The last runs cannot be read: ");
        }
    }

    @Test
    void fleetWhoseTableIsGoneCanStillBeShownAndRemoved() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        records = new RegionStore(dynamoDb.client(), "no-such-table");

        RegionsReport report = status();
        removal(new ArrayList<>()).remove(FLEET, Removal.planned(report, List.of(HOME)));

        assertThat(report.regions().getFirst().problems())
                .contains("no region has recorded a run; its state table is new, or does not exist");
        assertThat(calls("delete-stack")).hasSize(1);
    }

    @Test
    void homeRegionIsThatOfTheStackOfTheFirstNamedRegion() throws IOException {
        stack("eu-west-1", "CREATE_COMPLETE", "5", "0.1.0+1");
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");

        assertThat(new FleetStatus(aws(PATIENT), home -> records, InstantSource.fixed(TEN))
                        .of(FLEET, Optional.empty(), List.of("eu-west-1"))
                        .home())
                .isEqualTo(HOME);
        assertThatThrownBy(() -> new FleetStatus(aws(PATIENT), home -> records, InstantSource.fixed(TEN))
                        .of(FLEET, Optional.empty(), List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("REGION: missing; accepted: a region of the fleet, or its home region");
    }

    @Test
    void reportIsWrittenAsJson() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        ran(HOME, 0, "0.1.0+1");

        assertThat(ContractJson.compact(status()))
                .isEqualTo(
                        "{\"name\":\"handshake-fleet\",\"home\":\"us-east-1\",\"regions\":[{\"region\":\"us-east-1\","
                                + "\"home\":true,\"health\":\"OK\",\"stack\":\"CREATE_COMPLETE\",\"version\":\"0.1.0+1\","
                                + "\"changedAt\":\"2026-11-20T08:00:00Z\",\"drift\":[],\"lastRun\":{"
                                + "\"scheduledAt\":\"2026-11-23T10:00:00Z\",\"endedAt\":\"2026-11-23T10:00:00Z\","
                                + "\"version\":\"0.1.0+1\",\"targets\":7,\"complete\":true},\"problems\":[]}],\"problems\":[]}");
    }

    @Test
    void homeRegionIsRemovedLastAndRemovedRegionsAreRecordedAsSuch() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        stack("eu-west-1", "CREATE_COMPLETE", "5", "0.1.0+1");
        ran(HOME, 0, "0.1.0+1");
        ran("eu-west-1", 0, "0.1.0+1");
        ran("sa-east-1", 40, "0.1.0+1");
        List<String> progress = new ArrayList<>();

        List<RegionReport> planned = Removal.planned(status(), List.of(HOME, "sa-east-1", "eu-west-1"));
        removal(progress).remove(FLEET, planned);

        assertThat(calls("delete-stack", "wait"))
                .containsExactly(
                        "cloudformation delete-stack --stack-name handshake-fleet --region eu-west-1 --output json",
                        "cloudformation wait stack-delete-complete --stack-name handshake-fleet --region eu-west-1"
                                + " --output json",
                        "cloudformation delete-stack --stack-name handshake-fleet --region us-east-1 --output json",
                        "cloudformation wait stack-delete-complete --stack-name handshake-fleet --region us-east-1"
                                + " --output json");
        assertThat(progress).contains("sa-east-1: there is no stack").endsWith("us-east-1: removed");
        assertThat(records.read().runs()).isEmpty();
        assertThat(records.read().removed()).containsExactlyInAnyOrder(HOME, "eu-west-1", "sa-east-1");
    }

    @Test
    void homeRegionStaysWhileAnotherRegionWritesToIt() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        stack("eu-west-1", "CREATE_COMPLETE", "5", "0.1.0+1");
        ran("eu-west-1", 0, "0.1.0+1");
        RegionsReport report = status();

        assertThatThrownBy(() -> Removal.planned(report, List.of(HOME)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage(
                        "Nothing was removed: us-east-1 is the home region, which holds the tables, and is removed last;"
                                + " remove with it or before it: eu-west-1");
        assertThat(Removal.planned(report, List.of("eu-west-1"))).hasSize(1);
    }

    @Test
    void regionThatCannotBeReachedIsNotRemovedAndAFailureStops() throws IOException {
        stack(HOME, "CREATE_COMPLETE", "5", "0.1.0+1");
        stack("eu-west-1", "CREATE_COMPLETE", "5", "0.1.0+1");
        file("sa-east-1.error", "Unable to locate credentials");
        ran("eu-west-1", 0, "0.1.0+1");
        RegionsReport report = status("sa-east-1");

        assertThatThrownBy(() -> Removal.planned(report, List.of("sa-east-1")))
                .hasMessage("Nothing was removed: sa-east-1: it cannot be reached: Unable to locate credentials");

        file("eu-west-1.refused", "AccessDenied");
        assertThatThrownBy(
                        () -> removal(new ArrayList<>()).remove(FLEET, Removal.planned(report, List.of("eu-west-1"))))
                .hasMessageStartingWith("eu-west-1 was not removed: AccessDenied");
        assertThat(records.read().removed()).isEmpty();
    }

    private Removal removal(List<String> progress) {
        return new Removal(aws(PATIENT), records, InstantSource.fixed(TEN), progress::add);
    }

    private RegionsReport status(String... named) {
        return status(PATIENT, named);
    }

    private RegionsReport status(Duration longest, String... named) {
        return new FleetStatus(aws(longest), home -> records, InstantSource.fixed(TEN))
                .of(FLEET, Optional.of(HOME), List.of(named));
    }

    private AwsCli aws(Duration longest) {
        return new AwsCli(directory.resolve("aws"), longest);
    }

    private void ran(String region, int intervalsAgo, String version) {
        Instant at = TEN.minus(INTERVAL.multipliedBy(intervalsAgo));
        records.record(new RegionRun(region, at, at, INTERVAL, version, 7, true, Optional.empty()), INTERVAL);
    }

    private void stack(String region, String status, String rate, String version) throws IOException {
        file(region + ".json", """
                {"Stacks":[{"StackName":"handshake-fleet","StackStatus":"%s","CreationTime":"2026-11-20T08:00:00+00:00",
                "Parameters":[{"ParameterKey":"HomeRegion","ParameterValue":"us-east-1"},
                {"ParameterKey":"RateMinutes","ParameterValue":"%s"},{"ParameterKey":"Version","ParameterValue":"%s"},
                {"ParameterKey":"CaLayer","ParameterValue":"arn:%s"}]}]}
                """.formatted(status, rate, version, region));
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private List<String> calls(String... operations) throws IOException {
        return Files.readAllLines(directory.resolve("calls.txt")).stream()
                .filter(call -> List.of(operations).contains(call.split(" ", -1)[1]))
                .toList();
    }
}
