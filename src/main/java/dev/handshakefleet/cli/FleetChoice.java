package dev.handshakefleet.cli;

import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.secret.AwsSecrets;
import dev.handshakefleet.secret.LocalSecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** The options that choose the fleet of a command: that of this machine, or the one deployed on AWS. */
public final class FleetChoice {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    @Option(
            names = "--aws",
            description = "Use the tables and the topic that the FLEET_... variables name, with the credentials of"
                    + " the environment, instead of the data of this machine.")
    private boolean aws;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory of this machine's data (default: .fleet/local beside the launcher;"
                    + " for the demo .fleet/demo).")
    private Path data = DataDirectory.local();

    private final EmbeddedFleet embedded;

    FleetChoice(EmbeddedFleet embedded) {
        this.embedded = embedded;
    }

    /** @return the directory of this machine's data; empty where the deployed fleet was chosen */
    public Optional<Path> directory() {
        return aws ? Optional.empty() : Optional.of(data);
    }

    /**
     * Opens the chosen fleet.
     *
     * @param engine the TLS engine
     * @param notices receives the text of each notice of an embedded fleet
     */
    public OpenedFleet open(Engine engine, Consumer<String> notices) {
        return aws ? onAws(engine, System.getenv()) : embedded.open(data, engine, notices);
    }

    /** What a command does not use may be absent from the environment. */
    static OpenedFleet onAws(Engine engine, Map<String, String> environment) {
        FleetSettings settings = FleetSettings.of(environment);
        List<Runnable> toClose = new ArrayList<>();
        DynamoDbClient dynamoDb = inHomeRegion(DynamoDbClient.builder(), settings);
        toClose.add(dynamoDb::close);
        FleetBuilder builder = new FleetBuilder(settings, Clock.systemUTC())
                .engine(engine)
                .secrets(new LocalSecrets(environment, AwsSecrets.in(settings.homeRegion())))
                .dynamoDb(dynamoDb);
        settings.alertTopicArn().ifPresent(topic -> {
            SnsClient sns = inHomeRegion(SnsClient.builder(), settings);
            toClose.add(sns::close);
            builder.notifier(new SnsNotifier(sns, topic, new FollowUpCommands(settings.functionName())));
        });
        return new OpenedFleet(
                builder.build(),
                settings.stateTable().map(table -> new TargetCatalog(dynamoDb, table)),
                settings,
                toClose);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C inHomeRegion(
            B builder, FleetSettings settings) {
        builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                .connectionTimeout(LONGEST_CONNECT)
                .socketTimeout(LONGEST_ANSWER));
        settings.homeRegion().map(Region::of).ifPresent(builder::region);
        try {
            return builder.build();
        } catch (SdkClientException noRegion) {
            throw new CommandFailedException(
                    "AWS cannot be reached: " + noRegion.getMessage() + " Set AWS_REGION or FLEET_HOME_REGION.",
                    noRegion);
        }
    }
}
