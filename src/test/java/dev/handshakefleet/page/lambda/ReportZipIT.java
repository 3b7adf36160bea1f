package dev.handshakefleet.page.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.RuntimeApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The packaged {@code report.zip}, run as Lambda's Java runtime runs it, by AWS's own runtime interface client. */
class ReportZipIT {

    private static final Path ZIP = Path.of("target", "report", "report.zip");
    private static final String HANDLER = "dev.handshakefleet.page.lambda.ReportFunction::handleRequest";
    private static final long LARGEST = 50_000_000;

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables tables = new FleetTables();

    @Test
    void thePackageMakesAReport() throws IOException, InterruptedException {
        assertThat(Files.readString(Path.of("infra/report.yaml"))).contains("Handler: " + HANDLER);
        assertThat(ZIP).as("made by ./mvnw package").exists();
        assertThat(Files.size(ZIP)).isLessThan(LARGEST);
        Path log = directory.resolve("function.log");
        try (AwsEmulator aws = AwsEmulator.start(directory.resolve("moto.log"));
                S3Client s3 = aws.client(S3Client.builder());
                RuntimeApi lambda = new RuntimeApi(Duration.ofSeconds(60))) {
            s3.createBucket(create -> create.bucket("reports")
                    .createBucketConfiguration(configuration -> configuration.locationConstraint("eu-west-1")));
            Process function = start(unzipped(), log, aws, lambda);
            try {
                RuntimeApi.Answer answer = lambda.invoke("{\"action\":\"report\"}");

                assertThat(answer.isError())
                        .as(answer.body() + Files.readString(log))
                        .isFalse();
                JsonNode document = new JsonMapper().readTree(answer.body());
                assertThat(document.path("targets").asInt()).as(answer.body()).isEqualTo(1);
                String key = document.path("key").asText();
                assertThat(s3.getObjectAsBytes(get -> get.bucket("reports").key(key))
                                .asUtf8String())
                        .contains("example.com:443");
                assertThat(document.path("url").asText()).contains(key, "X-Amz-Signature=");
                assertThat(Files.readString(log)).contains("report kept bucket=reports");
            } finally {
                function.destroyForcibly();
            }
        }
    }

    private static Process start(Path task, Path log, AwsEmulator aws, RuntimeApi lambda) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        task + ":" + task.resolve("lib") + "/*:" + System.getProperty("fleet.lambda-ric") + "/*",
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        HANDLER))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        lambda.address(),
                        "AWS_REGION",
                        "eu-west-1",
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        tables.endpoint().toString(),
                        "AWS_ENDPOINT_URL_S3",
                        aws.endpoint().toString(),
                        "FLEET_TARGETS",
                        "example.com",
                        "FLEET_MEASUREMENTS_TABLE",
                        LocalTables.MEASUREMENTS,
                        "FLEET_STATE_TABLE",
                        LocalTables.STATE,
                        "FLEET_REPORT_BUCKET",
                        "reports"));
        return builder.start();
    }

    private static Path unzipped() throws IOException {
        Path task = Files.createDirectory(directory.resolve("task"));
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path file = task.resolve(entry.getName()).normalize();
                assertThat(file).startsWithRaw(task);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
        return task;
    }
}
