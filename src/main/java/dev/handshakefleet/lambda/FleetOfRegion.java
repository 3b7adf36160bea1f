package dev.handshakefleet.lambda;

import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.secret.AwsSecrets;
import dev.handshakefleet.spread.Spread;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** Makes the fleet of the function from its environment, once, while the function starts. */
class FleetOfRegion {

    @Produces
    @Singleton
    Fleet fleet(DynamoDbClient dynamoDb, SnsClient sns) {
        FleetSettings settings = FleetSettings.of(System.getenv());
        FleetBuilder builder = new FleetBuilder(settings, Clock.systemUTC())
                .engine(Engine.warm())
                .secrets(AwsSecrets.in(settings.homeRegion()))
                .dynamoDb(dynamoDb);
        settings.spoolQueueUrl().ifPresent(url -> builder.spool(MessageQueue.in(Optional.of(settings.region()), url)));
        settings.alertTopicArn()
                .ifPresent(topic ->
                        builder.notifier(new SnsNotifier(sns, topic, new FollowUpCommands(settings.functionName()))));
        return builder.build();
    }

    @Produces
    @Singleton
    QueuesOfRegion queues(Fleet fleet, DynamoDbClient dynamoDb) {
        FleetSettings settings = FleetSettings.of(System.getenv());
        Map<String, MessageQueue> deadLetters = new HashMap<>();
        settings.spoolQueueUrl()
                .ifPresent(url -> deadLetters.put(
                        url.substring(url.lastIndexOf('/') + 1),
                        MessageQueue.in(
                                Optional.of(settings.region()), url.replaceFirst("\\.fifo$", "-dead-letters.fifo"))));
        Optional<Spread> spread = settings.shardQueueUrl()
                .flatMap(url -> settings.stateTable()
                        .map(table -> new Spread(
                                fleet,
                                new TargetCatalog(dynamoDb, table),
                                MessageQueue.in(Optional.of(settings.region()), url),
                                settings.interval(),
                                Clock.systemUTC())));
        return new QueuesOfRegion(spread, deadLetters);
    }
}
