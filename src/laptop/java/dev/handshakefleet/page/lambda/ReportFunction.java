package dev.handshakefleet.page.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.page.ReportFile;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.RefusalDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The Lambda function with the action {@code report}. It reads the deployed tables, which it cannot change, and writes one object a
 * report. An unusable event is answered with the field, its value and the accepted form.
 */
public final class ReportFunction implements RequestStreamHandler {

    private static final System.Logger LOG = System.getLogger(ReportFunction.class.getName());
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final ReportBucket bucket;
    private final InstantSource clock = Clock.systemUTC();

    /** For Lambda: everything comes from the environment. */
    public ReportFunction() {
        this(System.getenv());
    }

    private ReportFunction(Map<String, String> environment) {
        this(fleet(FleetSettings.of(environment)), bucket(environment));
    }

    /**
     * @param fleet reads the tables
     * @param bucket takes the reports
     */
    ReportFunction(Fleet fleet, ReportBucket bucket) {
        this.fleet = fleet;
        this.bucket = bucket;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        answer.write(ContractJson.compact(answer(event)).getBytes(StandardCharsets.UTF_8));
    }

    private Object answer(InputStream event) throws IOException {
        try {
            return report(ReportRequest.read(event));
        } catch (BadInputException refused) {
            LOG.log(Level.INFO, () -> "event refused: " + refused.getMessage());
            return RefusalDocument.of(refused);
        }
    }

    private ReportDocument report(ReportRequest request) {
        ReportFile.Report report = ReportFile.of(
                new FleetWatch(fleet, fleet::scheduledTargets, clock),
                Optional.empty(),
                "the deployed fleet",
                request.window(),
                request.details());
        ReportBucket.Kept kept = bucket.keep(report.html(), clock.instant());
        LOG.log(
                Level.INFO,
                () -> "report kept bucket=%s key=%s bytes=%d targets=%d problems=%s"
                        .formatted(kept.bucket(), kept.key(), kept.bytes(), report.targets(), report.problems()));
        return ReportDocument.of(kept, report.targets(), report.problems());
    }

    /** Without secrets and without a topic: nothing is probed and nobody is told. */
    private static Fleet fleet(FleetSettings settings) {
        DynamoDbClientBuilder dynamoDb = DynamoDbClient.builder().httpClientBuilder(connections());
        settings.homeRegion().map(Region::of).ifPresent(dynamoDb::region);
        return new FleetBuilder(settings, Clock.systemUTC())
                .engine(Engine.cold())
                .dynamoDb(dynamoDb.build())
                .build();
    }

    private static ReportBucket bucket(Map<String, String> environment) {
        String name = Optional.ofNullable(environment.get("FLEET_REPORT_BUCKET"))
                .filter(given -> !given.isBlank())
                .orElseThrow(() -> new BadInputException("FLEET_REPORT_BUCKET", null, "the name of a bucket"));
        S3ClientBuilder s3 = S3Client.builder().httpClientBuilder(connections());
        S3Presigner.Builder presigner = S3Presigner.builder();
        FleetSettings.of(environment).homeRegion().map(Region::of).ifPresent(home -> {
            s3.region(home);
            presigner.region(home);
        });
        return new ReportBucket(s3.build(), presigner.build(), name);
    }

    private static UrlConnectionHttpClient.Builder connections() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(LONGEST_CONNECT)
                .socketTimeout(LONGEST_ANSWER);
    }
}
