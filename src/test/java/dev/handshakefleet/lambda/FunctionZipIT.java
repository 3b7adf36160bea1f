package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.support.ElasticMq;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.NginxPage;
import dev.handshakefleet.support.PointedTo;
import dev.handshakefleet.support.RuntimeApi;
import dev.handshakefleet.support.SecretsEndpoint;
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
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged {@code function.zip}, run as Lambda's Java runtime runs it with SnapStart: by AWS's own runtime interface client, with the
 * options of the template.
 */
class FunctionZipIT {

    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    private static final Path LOG = Path.of("target", "function-zip-it.log");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @RegisterExtension
    private static ElasticMq sqs = new ElasticMq();

    private static String shards;
    private static SnsEndpoint sns;
    private static SecretsEndpoint secrets;
    private static RuntimeApi lambda;
    private static LoopbackServer server;
    private static Process function;
    private static String loggedBeforeSnapshot;

    @BeforeAll
    static void theFunctionRuns() throws Exception {
        shards = sqs.newQueue(Duration.ofMinutes(12), 3).url();
        sns = new SnsEndpoint();
        secrets = new SecretsEndpoint();
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
        lambda.awaitSnapshot();
        loggedBeforeSnapshot = Files.readString(LOG);
    }

    @AfterAll
    static void theFunctionEnds() {
        function.destroyForcibly();
        lambda.close();
        server.close();
        sns.close();
        secrets.close();
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
    void largeRunIsDividedIntoShardsAndAShardIsWorked() throws Exception {
        int targets = 2_000;
        CatalogWriter writer = new TargetCatalog(dynamoDb.client(), LocalTables.STATE).writer((packs, of) -> {});
        writer.apply(
                writer.plan(IntStream.range(0, targets)
                        .mapToObj(number ->
                                new CatalogEntry("host-" + number + ".example:443", "host-" + number + ".example"))
                        .toList()),
                Optional.empty(),
                Instant.now());
        new RegionStore(dynamoDb.client(), LocalTables.STATE)
                .record(
                        new RegionRun(
                                "eu-west-1",
                                Instant.now(),
                                Instant.now(),
                                Duration.ofMinutes(5),
                                "0",
                                1,
                                true,
                                Optional.of(new RunPace(20, 20, 20, 20))),
                        Duration.ofSeconds(60));

        JsonNode dispatch = answerTo("{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\"}")
                .path("dispatch");

        assertThat(dispatch.path("targets").asInt()).isEqualTo(targets);
        assertThat(dispatch.path("measured").asBoolean()).isTrue();
        assertThat(dispatch.path("shards").asInt()).isGreaterThan(1).isEqualTo(sqs.size(shards));

        // No target has this hash.
        String body = "{\"kind\":\"shard\",\"version\":1,\"catalogVersion\":1,\"first\":\"0000000000000000\","
                + "\"last\":\"0000000000000000\",\"scheduledTime\":\"" + Instant.now()
                + "\",\"shard\":1,\"shards\":1,\"over\":\"PT0S\"}";
        assertThat(answerTo("{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"1\",\"body\":"
                                + JSON.writeValueAsString(body) + "}]}")
                        .toString())
                .isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void metricsOfAnIncompleteRunAreALineOfJsonInTheLog() throws Exception {
        answerTo("{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\",\"targets\":[\"bad host\"]}");

        List<String> metrics = Files.readAllLines(LOG).stream()
                .filter(line -> line.contains("\"_aws\"") && line.contains("{\"Name\":\"rejected\""))
                .toList();
        assertThat(metrics)
                .singleElement()
                .satisfies(line ->
                        assertThat(JSON.readTree(line).path("rejected").asInt()).isEqualTo(1));
    }

    /** The test event that the console proposes, and a typing error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key1\":\"value1\",\"key2\":\"value2\",\"key3\":\"value3\"} | action: missing",
                "{\"action\":\"prob\"} | action: 'prob'"
            })
    void unusableEventIsAnsweredWithTheFieldAndLoggedInOneLine(String event, String message) throws Exception {
        JsonNode answer = answerTo(event);

        assertThat(answer.path("error").path("field").asText()).isEqualTo("action");
        assertThat(answer.path("error").path("message").asText())
                .isEqualTo(message
                        + "; accepted: probe, history, rollup, alerts, acknowledge, silence, unsilence, silences");
        assertThat(Files.readAllLines(LOG))
                .anySatisfy(line -> assertThat(line).contains("event refused: " + message))
                .noneSatisfy(line -> assertThat(line).contains("BadInputException"));
    }

    @Test
    void functionIsPrimedBeforeItsSnapshot() {
        assertThat(loggedBeforeSnapshot).contains("\"primed for the snapshot\"");
    }

    /** The first line is that of the JVM about its options. Lines of metrics are JSON too, and no lines of the logger. */
    @Test
    void logLinesAreJsonIfTheTemplateAsksForIt() throws Exception {
        answerTo("{\"action\":\"silences\"}");

        List<String> lines = Files.readAllLines(LOG);
        assertThat(lines.subList(1, lines.size())).isNotEmpty().allSatisfy(line -> {
            JsonNode entry = JSON.readTree(line);
            if (entry.has("_aws") || entry.has(RunMetrics.EXPIRING_TARGET)) {
                return;
            }
            assertThat(entry.path("level").asText()).isEqualTo("INFO");
            assertThat(entry.path("message").asText()).isNotEmpty();
            assertThat(Instant.parse(entry.path("timestamp").asText())).isBefore(Instant.now());
        });
    }

    /** Lambda starts no jar, so nothing reads the manifest. */
    @Test
    void templateOpensWhatTheManifestOpens() throws IOException {
        try (InputStream file = Files.newInputStream(directory.resolve("task/META-INF/MANIFEST.MF"))) {
            Attributes manifest = new Manifest(file).getMainAttributes();

            assertThat(manifest.getValue("Add-Opens").split(" ", -1))
                    .allSatisfy(
                            opened -> assertThat(javaToolOptions()).contains("--add-opens=" + opened + "=ALL-UNNAMED"));
            assertThat(javaToolOptions())
                    .contains("--enable-native-access=" + manifest.getValue("Enable-Native-Access"));
        }
    }

    /** The options of the JVM in the template. */
    private static String javaToolOptions() throws IOException {
        Matcher options = Pattern.compile("JAVA_TOOL_OPTIONS: !If\n.*\n(?:.*#.*\n)*\\s+- >-\n((?:\\s+-[^ ].*\n)+)")
                .matcher(Files.readString(Path.of("template.yaml")));
        assertThat(options.find()).isTrue();
        return options.group(1).strip().replaceAll("\\s+", " ");
    }

    /**
     * What no other test of the package uses of its libraries: both stores of secrets, HTTP/1.1 and HTTP/2, TLS 1.2 with a client
     * certificate, and the download of a missing issuer.
     */
    @ParameterizedTest
    @CsvSource({
        "ssm:/fleet/client, AmazonSSM.GetParameter, h2, HTTP/2, TLSv1.3",
        "secretsmanager:fleet/client, secretsmanager.GetSecretValue, http/1.1, HTTP/1.1, TLSv1.2"
    })
    void clientCertificateIsReadThePageIsAskedForAndTheMissingIssuerFetched(
            String place, String operation, String alpn, String http, String tls) throws Exception {
        LocalIdentity root = LocalAuthority.root("Zip Page Root").selfSigned();
        LocalIdentity intermediate = LocalAuthority.intermediate("Zip Page CA").issuedBy(root);
        LocalIdentity client = LocalAuthority.leaf("zip-client")
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .issuedBy(root);
        secrets.put(place.substring(place.indexOf(':') + 1), client.chainPem() + client.keyPem());
        try (PointedTo issuer = new PointedTo()) {
            issuer.put("/ca.der", intermediate.certificate().getEncoded());
            LocalIdentity leaf = LocalAuthority.leaf("localhost")
                    .dns("localhost")
                    .issuerAt(issuer.at("/ca.der"))
                    .issuedBy(intermediate);
            try (NginxPage page = NginxPage.start(leaf.presenting(leaf.certificate()), root, directory.resolve(tls))) {
                JsonNode run = answerTo("""
                    {"action":"probe","targets":[{"host":"localhost","port":%d,"http":"/","clientCertificate":"%s",
                     "tls":{"alpn":["%s"],"versions":["%s"]}}]}
                    """.formatted(page.port(), place, alpn, tls));

                JsonNode result = run.path("results").path(0);
                assertThat(result.path("tls").path("version").asText())
                        .as(run.toString())
                        .isEqualTo(tls);
                assertThat(result.path("http").path("version").asText())
                        .as(run.toString())
                        .isEqualTo(http);
                assertThat(result.path("http").path("status").asInt()).isEqualTo(200);
                assertThat(issuer.asked()).contains("GET /ca.der");
                assertThat(secrets.requests()).anySatisfy(request -> {
                    assertThat(request.operation()).isEqualTo(operation);
                    assertThat(request.authorization()).startsWith("AWS4-HMAC-SHA256 Credential=test/");
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ssm:/fleet/nothing, ParameterNotFound",
        "ssm:/fleet/denied, AccessDenied",
        "secretsmanager:fleet/nothing, ResourceNotFound",
        "secretsmanager:fleet/denied, AccessDenied"
    })
    void unreadableSecretIsReportedWithTheFaultOfTheService(String place, String fault) throws Exception {
        JsonNode run = answerTo("""
                {"action":"probe","targets":[{"host":"localhost","port":%d,"clientCertificate":"%s"}]}
                """.formatted(server.port(), place));

        assertThat(run.toString()).contains(place, fault);
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

    /** Of ICU, the package holds what IDNA needs, and that works. */
    @Test
    void internationalNamesAreReadWithASmallPartOfIcu() throws Exception {
        JsonNode history = answerTo("{\"action\":\"history\",\"target\":\"straße.example\"}");

        assertThat(history.path("target").asText()).isEqualTo("xn--strae-oqa.example:443");
        try (var files = Files.walk(directory.resolve("task/com/ibm/icu"))) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isBetween(1L, 1_500_000L);
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
                        "-cp",
                        classPath,
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        HANDLER)
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        lambda.address(),
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "snap-start",
                        "JAVA_TOOL_OPTIONS",
                        javaToolOptions(),
                        "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                        "true",
                        "LAMBDA_TASK_ROOT",
                        unzipped.toString(),
                        "AWS_REGION",
                        "eu-west-1",
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        dynamoDb.endpoint().toString(),
                        "AWS_ENDPOINT_URL_SNS",
                        sns.uri().toString()));
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        secrets.uri().toString(),
                        "AWS_ENDPOINT_URL_SQS",
                        sqs.endpoint().toString(),
                        "AWS_ENDPOINT_URL_SSM",
                        secrets.uri().toString(),
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
        builder.environment().put("FLEET_SHARD_QUEUE_URL", shards);
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
