package dev.handshakefleet.pages;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.lambda.ProbeFunction;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.page.lambda.ReportFunctions;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.AwsEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The services that the commands of the pages talk to, as a process of its own in the network of an {@link ExampleMachine}:
 * HTTPS servers on the ports of the example hosts, the emulator of AWS with the tables and the topic of a deployed fleet, and
 * Lambda with the two functions. For each byte of its input it makes tables and topic where they are missing and prints variables
 * of the environment, then a line {@value #READY}. It ends with its input.
 */
final class ExampleHosts {

    static final String READY = "ready";
    static final char[] PASSWORD = "changeit".toCharArray();

    private static final int[] PORTS = {443, 8443, 993, 8444};
    /** The beginning of the path of an invocation (AWS API: Invoke), for every version and alias of the function. */
    private static final String INVOCATION = "/2015-03-31/functions/handshake-fleet-probe";

    private static final String INVOCATION_OF_REPORT = "/2015-03-31/functions/handshake-fleet-report";
    private static final String BUCKET = "handshake-fleet-report-reportbucket-1x2y";
    private static final String TOPIC = "handshake-fleet-alerts";

    private ExampleHosts() {}

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        for (int port : PORTS) {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(port), 50);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(context(directory.resolve(port == 8444 ? "localhost.p12" : "hosts.p12"))));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", answering(ExampleHosts::accepted));
            server.start();
        }
        HttpServer lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        lambda.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        ProbeFunction function = new ProbeFunction(
                new FleetBuilder(FleetSettings.of(Map.of("FLEET_ALLOW_NETWORKS", "127.0.0.0/8")), Clock.systemUTC())
                        .engine(Engine.warm())
                        .build());
        try (AwsEmulator emulator = AwsEmulator.start(directory.resolve("emulator.log"));
                DynamoDbClient dynamoDb = emulator.client(DynamoDbClient.builder());
                SnsClient sns = emulator.client(SnsClient.builder());
                S3Client s3 = emulator.client(S3Client.builder());
                S3Presigner presigner = emulator.presigner()) {
            s3.createBucket(create -> create.bucket(BUCKET)
                    .createBucketConfiguration(place -> place.locationConstraint(Region.EU_WEST_1.id())));
            RequestStreamHandler report = ReportFunctions.with(storedFleet(dynamoDb), s3, presigner, BUCKET);
            lambda.createContext(INVOCATION, answering(exchange -> invoke(function, exchange)));
            lambda.createContext(INVOCATION_OF_REPORT, answering(exchange -> invoke(report, exchange)));
            lambda.start();
            System.out.println("AWS_ENDPOINT_URL=" + emulator.endpoint());
            System.out.println("AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:"
                    + lambda.getAddress().getPort());
            while (System.in.read() >= 0) {
                makeFleet(dynamoDb, sns);
                System.out.println(READY);
            }
        }
        System.exit(0);
    }

    /** The fleet as the report function reads it, without a catalog. */
    private static Fleet storedFleet(DynamoDbClient dynamoDb) {
        return new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "FLEET_TARGETS", "example.com",
                                "FLEET_MEASUREMENTS_TABLE", LocalTables.MEASUREMENTS,
                                "FLEET_STATE_TABLE", LocalTables.STATE)),
                        Clock.systemUTC())
                .dynamoDb(dynamoDb)
                .build();
    }

    /** Makes what is missing: commands of a page can delete it. */
    private static void makeFleet(DynamoDbClient dynamoDb, SnsClient sns) {
        LocalTables.create(dynamoDb);
        String topic = sns.createTopic(request -> request.name(TOPIC)).topicArn();
        String subscription = sns.subscribe(request -> request.topicArn(topic)
                        .protocol("email")
                        .endpoint("web@example.com")
                        .returnSubscriptionArn(true))
                .subscriptionArn();
        System.out.println("ARN=" + topic);
        System.out.println("SUB=" + subscription);
    }

    /** Answers one request. */
    @FunctionalInterface
    private interface Answer {
        byte[] to(HttpExchange exchange) throws IOException;
    }

    private static HttpHandler answering(Answer answer) {
        return exchange -> {
            try (exchange) {
                byte[] body = answer.to(exchange);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        };
    }

    private static byte[] accepted(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        return new byte[] {'{', '}'};
    }

    private static byte[] invoke(RequestStreamHandler function, HttpExchange exchange) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(exchange.getRequestBody(), answer, new LocalContext(Duration.ofMinutes(2)));
        return answer.toByteArray();
    }

    private static SSLContext context(Path keyStore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
