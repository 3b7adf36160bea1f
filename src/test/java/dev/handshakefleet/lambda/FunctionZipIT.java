package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.RuntimeApi;
import dev.handshakefleet.support.SnsEndpoint;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code function.zip}, run as Lambda's Java runtime runs it: by AWS's own runtime interface client. */
class FunctionZipIT {

    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    private static final Path LOG = Path.of("target", "function-zip-it.log");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static SnsEndpoint sns;
    private static RuntimeApi lambda;
    private static LoopbackServer server;
    private static Process function;

    @BeforeAll
    static void theFunctionRuns() throws IOException {
        sns = new SnsEndpoint();
        lambda = new RuntimeApi(Duration.ofSeconds(60));
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("Zip Root")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(900)))
                .selfSigned();
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        server = LoopbackServer.tls(
                LocalAuthority.leaf("localhost")
                        .valid(now.minus(Duration.ofDays(60)), now.minus(Duration.ofDays(1)))
                        .dns("localhost")
                        .issuedBy(root),
                "TLSv1.3");
        Path unzipped = unzip(Path.of(System.getProperty("fleet.function-zip")), directory.resolve("task"));
        function = start(unzipped);
    }

    @AfterAll
    static void theFunctionEnds() {
        function.destroyForcibly();
        lambda.close();
        server.close();
        sns.close();
    }

    @Test
    void scheduledRunIsStoredAlertedAndReadBackByHistory() throws Exception {
        String target = "localhost:" + server.port();

        JsonNode run = answerTo(
                "{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\",\"targets\":[\"" + target + "\"]}");

        assertThat(run.path("results").get(0).path("verdict").asText()).isEqualTo("CRITICAL");
        assertThat(run.path("results").get(0).path("tls").path("version").asText())
                .isEqualTo("TLSv1.3");
        assertThat(run.path("run").path("stored").asInt()).isEqualTo(1);
        assertThat(run.path("run").path("noticesSent").asInt()).isEqualTo(1);
        assertThat(run.path("run").path("problems")).isEmpty();
        assertThat(sns.published())
                .singleElement()
                .satisfies(form -> assertThat(form.get("Subject")).isEqualTo(target + " CRITICAL: CERT_EXPIRED"));

        JsonNode history = answerTo("{\"action\":\"history\",\"target\":\"" + target + "\"}");

        assertThat(history.path("count").asInt()).isEqualTo(1);
        assertThat(history.path("measurements").get(0).path("findings").get(0).asText())
                .isEqualTo("CERT_EXPIRED");
    }

    @Test
    void metricsOfAnIncompleteRunAreALineOfJsonInTheLog() throws Exception {
        answerTo("{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\",\"targets\":[\"bad host\"]}");

        List<String> metrics = Files.readAllLines(LOG).stream()
                .filter(line -> line.contains("\"_aws\""))
                .toList();
        assertThat(metrics)
                .singleElement()
                .satisfies(line ->
                        assertThat(JSON.readTree(line).path("rejected").asInt()).isEqualTo(1));
    }

    @Test
    void badInputIsAFunctionErrorWithTheField() throws Exception {
        RuntimeApi.Answer answer = lambda.invoke("{\"action\":\"prob\"}");

        assertThat(answer.isError()).isTrue();
        assertThat(JSON.readTree(answer.body()).path("errorMessage").asText())
                .isEqualTo("action: 'prob'; accepted: probe, history, alerts, acknowledge, silence, unsilence,"
                        + " silences");
    }

    @Test
    void zipContainsNothingOfDynamoDbLocal() throws IOException {
        try (var files = Files.walk(directory.resolve("task"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name ->
                            name.contains("DynamoDBLocal") || name.contains("sqlite") || name.contains("netty-nio"));
        }
    }

    /** dnsjava brings such a service, which would replace the resolver of the AWS clients too. */
    @Test
    void zipReplacesNoResolverOfTheJdk() throws IOException {
        try (var files = Files.walk(directory.resolve("task"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).anySatisfy(jar -> assertThat(jar.toString()).contains("dnsjava"));
            for (Path jar : jars) {
                try (JarFile opened = new JarFile(jar.toFile())) {
                    assertThat(opened.getEntry("META-INF/services/java.net.spi.InetAddressResolverProvider"))
                            .as(jar.toString())
                            .isNull();
                }
            }
        }
    }

    private static JsonNode answerTo(String event) throws Exception {
        RuntimeApi.Answer answer = lambda.invoke(event);
        assertThat(answer.isError()).as(answer.body()).isFalse();
        return JSON.readTree(answer.body());
    }

    private static Process start(Path unzipped) throws IOException {
        String classPath = String.join(
                File.pathSeparator,
                System.getProperty("fleet.lambda-ric") + "/*",
                unzipped.toString(),
                unzipped.resolve("lib") + "/*");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        HANDLER)
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", lambda.address(),
                        "LAMBDA_TASK_ROOT", unzipped.toString(),
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
                        "AWS_ENDPOINT_URL_SNS", sns.uri().toString()));
        builder.environment()
                .putAll(Map.of(
                        "FLEET_MEASUREMENTS_TABLE",
                        LocalTables.MEASUREMENTS,
                        "FLEET_STATE_TABLE",
                        LocalTables.STATE,
                        "FLEET_ALERT_TOPIC_ARN",
                        "arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts",
                        "FLEET_SLA_TLS",
                        "PT30S",
                        "FLEET_HOME_REGION",
                        "eu-west-1",
                        "FLEET_CA_FILE",
                        directory.resolve("root.pem").toString(),
                        "FLEET_ALLOW_NETWORKS",
                        "127.0.0.0/8"));
        return builder.start();
    }

    private static Path unzip(Path zip, Path into) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = into.resolve(entry.getName()).normalize();
                assertThat(path).startsWithRaw(into);
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(entries, path);
                }
            }
        }
        return into;
    }
}
