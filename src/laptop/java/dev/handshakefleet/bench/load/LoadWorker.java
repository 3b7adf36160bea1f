package dev.handshakefleet.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.bench.workbench.AwsCalls;
import dev.handshakefleet.bench.workbench.ParentProcess;
import dev.handshakefleet.bench.workbench.ProcessFacts;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.lambda.ProbeFunction;
import dev.handshakefleet.local.LocalNotifier;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.ContractJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The process of a function: the handler of the Lambda function gets the events of the schedule, one interval apart. It prints an
 * {@link InvocationReport} a line. Besides Lambda and SNS everything is what is deployed; notices go to a file.
 */
final class LoadWorker {

    /** The first finds nothing compiled and nothing read; the second is what every later one is like. */
    static final int INVOCATIONS = 2;

    private static final String REGION = "eu-west-1";
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration FUNCTION_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(3);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(6);

    private final ObjectMapper json = new ObjectMapper();
    private final ProbeFunction function;
    private final AwsCalls calls;
    private final long pid = ProcessHandle.current().pid();

    private LoadWorker(ProbeFunction function, AwsCalls calls) {
        this.function = function;
        this.calls = calls;
    }

    /** @param arguments the address of DynamoDB, the file of the root, the file for notices, how many probes at once */
    public static void main(String... arguments) throws IOException {
        ParentProcess.endWithIt();
        PrintStream answers = System.out;
        System.setOut(System.err); // for what the function logs
        AwsCalls calls = new AwsCalls();
        try (DynamoDbClient client = client(URI.create(arguments[0]), calls)) {
            LoadWorker worker = new LoadWorker(function(client, arguments[1], arguments[2], arguments[3]), calls);
            worker.run(answers);
        }
        System.exit(0);
    }

    private void run(PrintStream answers) throws IOException {
        Instant first = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(INTERVAL);
        long idleKib = ProcessFacts.residentKib(pid).orElse(0);
        for (int invocation = 0; invocation < INVOCATIONS; invocation++) {
            answers.println(ContractJson.compact(invoke(first.plus(INTERVAL.multipliedBy(invocation)), idleKib)));
            answers.flush();
        }
    }

    private InvocationReport invoke(Instant scheduledTime, long idleKib) throws IOException {
        String event = "{\"action\":\"probe\",\"scheduledTime\":\"" + scheduledTime + "\"}";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ProcessFacts.forgetPeak(pid);
        Duration cpuBefore = ProcessFacts.cpu(ProcessHandle.current());
        long start = System.nanoTime();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                answer,
                new LocalContext(FUNCTION_TIMEOUT));
        long took = System.nanoTime() - start;
        Duration cpu = ProcessFacts.cpu(ProcessHandle.current()).minus(cpuBefore);
        long peakKib = ProcessFacts.peakKib(pid).orElse(0);
        JsonNode run = json.readTree(answer.toByteArray()).path("run");
        return new InvocationReport(
                took,
                cpu.toNanos(),
                idleKib,
                peakKib,
                run.path("probed").asInt(),
                run.path("critical").asInt(),
                run.path("stored").asInt(),
                run.path("notProbed").asInt()
                        + run.path("notStored").asInt()
                        + run.path("undecided").asInt()
                        + run.path("noticesUnsent").asInt(),
                run.path("noticesSent").asInt(),
                run.path("complete").asBoolean(),
                run.path("problems").valueStream().map(JsonNode::asText).toList(),
                calls.take());
    }

    private static ProbeFunction function(DynamoDbClient client, String rootFile, String notices, String concurrency) {
        FleetSettings settings = FleetSettings.of(Map.of(
                "AWS_REGION",
                REGION,
                "FLEET_HOME_REGION",
                REGION,
                "FLEET_MEASUREMENTS_TABLE",
                LocalTables.MEASUREMENTS,
                "FLEET_STATE_TABLE",
                LocalTables.STATE,
                "FLEET_ALLOW_NETWORKS",
                "127.0.0.0/8",
                "FLEET_CA_FILE",
                rootFile,
                "FLEET_CONCURRENCY",
                concurrency));
        return new ProbeFunction(new FleetBuilder(settings, Clock.systemUTC())
                .engine(Engine.warm())
                .dynamoDb(client)
                .notifier(new LocalNotifier(Path.of(notices), notice -> {}))
                .build());
    }

    /** With the time limits of {@code application.properties}. */
    private static DynamoDbClient client(URI endpoint, AwsCalls calls) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(configuration -> configuration
                        .apiCallAttemptTimeout(LONGEST_ATTEMPT)
                        .apiCallTimeout(LONGEST_CALL)
                        .addExecutionInterceptor(calls))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(LONGEST_CONNECT)
                        .socketTimeout(LONGEST_ATTEMPT))
                .build();
    }
}
