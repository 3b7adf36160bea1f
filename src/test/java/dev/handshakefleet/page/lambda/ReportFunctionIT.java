package dev.handshakefleet.page.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The action {@code report} with the real clients: tables of DynamoDB Local, a bucket of an emulator. */
class ReportFunctionIT {

    private static final String BUCKET = "reports";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables tables = new FleetTables();

    private static AwsEmulator aws;
    private static S3Client s3;
    private static S3Presigner presigner;
    private static Fleet fleet;

    @BeforeAll
    static void aMeasuredFleet() throws IOException {
        aws = AwsEmulator.start(directory.resolve("moto.log"));
        s3 = aws.client(S3Client.builder());
        s3.createBucket(create -> create.bucket(BUCKET)
                .createBucketConfiguration(configuration -> configuration.locationConstraint("eu-west-1")));
        presigner = aws.presigner();
        String state = tables.newStateTable();
        fleet = new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "FLEET_TARGETS",
                                "example.com",
                                "FLEET_MEASUREMENTS_TABLE",
                                LocalTables.MEASUREMENTS,
                                "FLEET_STATE_TABLE",
                                state)),
                        Clock.systemUTC())
                .dynamoDb(tables.client())
                .build();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        new MeasurementStore(tables.client(), LocalTables.MEASUREMENTS, Duration.ofDays(90))
                .store(List.of(Measurements.of(
                        Target.ofDefaults("example.com", 443, TargetDefaults.BUILT_IN),
                        Measurements.good(now, "eu-west-1"))));
    }

    @AfterAll
    static void end() {
        presigner.close();
        s3.close();
        aws.close();
    }

    @Test
    void theReportIsKeptAndItsAddressOpensIt() throws IOException, InterruptedException {
        JsonNode answer = answer(BUCKET, "{\"action\":\"report\"}");

        assertThat(answer.path("targets").asInt()).isEqualTo(1);
        assertThat(answer.path("problems")).isEmpty();
        assertThat(answer.path("bucket").asText()).isEqualTo(BUCKET);
        assertThat(Instant.parse(answer.path("urlEnds").asText())).isAfter(Instant.now());
        String key = answer.path("key").asText();
        assertThat(key).matches("report-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3}Z\\.html");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> opened = http.send(
                    HttpRequest.newBuilder(URI.create(answer.path("url").asText()))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(opened.statusCode()).isEqualTo(200);
            assertThat(opened.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(opened.body())
                    .contains("example.com:443", "eu-west-1")
                    .doesNotContain("src=\"http", "There is nothing to probe");
            assertThat(opened.body().getBytes(StandardCharsets.UTF_8).length)
                    .isEqualTo(answer.path("bytes").asInt());
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> answer("nobody-made-it", "{\"action\":\"report\"}"))
                .isInstanceOf(ReportNotKeptException.class)
                .hasMessageContaining("the bucket nobody-made-it does not exist")
                .hasMessageContaining("FLEET_REPORT_BUCKET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | event: 'no JSON object'",
                "{ | event: 'JSON that cannot be read'",
                "{} | action: missing",
                "{\"action\":\"probe\"} | action: 'probe'; accepted: report",
                "{\"action\":\"report\",\"windows\":\"P1D\"} | event: 'windows'; accepted: action, details, window",
                "{\"action\":\"report\",\"window\":\"P91D\"} | window: 'P91D'; accepted: at most P90D",
                "{\"action\":\"report\",\"window\":\"soon\"} | window: 'soon'",
                "{\"action\":\"report\",\"details\":-1} | details: '-1'"
            })
    void anUnusableEventIsAnsweredWithTheField(String event, String message) throws IOException {
        assertThat(answer(BUCKET, event).path("error").path("message").asText()).contains(message);
    }

    private static JsonNode answer(String bucket, String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ReportFunctions.with(fleet, s3, presigner, bucket)
                .handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, null);
        return JSON.readTree(answer.toByteArray());
    }
}
