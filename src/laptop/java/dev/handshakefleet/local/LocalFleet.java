package dev.handshakefleet.local;

import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.cli.DataDirectory;
import dev.handshakefleet.cli.OpenedFleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.secret.AwsSecrets;
import dev.handshakefleet.secret.LocalSecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The fleet on a laptop: the packages of the function with DynamoDB Local and a notifier that prints. Its data is in
 * one directory, where the next run finds it.
 */
public final class LocalFleet implements AutoCloseable {

    private final Path directory;
    private final DynamoDbLocal dynamoDb;
    private final Notifier notifier;

    private LocalFleet(Path directory, DynamoDbLocal dynamoDb, Notifier notifier) {
        this.directory = directory;
        this.dynamoDb = dynamoDb;
        this.notifier = notifier;
    }

    /**
     * Starts DynamoDB Local and creates missing tables.
     *
     * @param directory the directory of the data
     * @param notices receives the text of each notice
     * @throws CommandFailedException when another command works on the directory
     */
    public static LocalFleet in(Path directory, Consumer<String> notices) {
        DynamoDbLocal dynamoDb = DynamoDbLocal.in(directory.resolve("dynamodb"));
        try {
            LocalTables.create(dynamoDb.client());
        } catch (RuntimeException notCreated) {
            dynamoDb.close();
            throw notCreated;
        }
        return new LocalFleet(directory, dynamoDb, new LocalNotifier(noticesFile(directory), notices));
    }

    /**
     * Opens the fleet of this machine for a command.
     *
     * @param directory the directory of the data
     * @param engine the TLS engine
     * @param notices receives the text of each notice
     */
    public static OpenedFleet open(Path directory, Engine engine, Consumer<String> notices) {
        LocalFleet local = in(directory, notices);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("AWS_REGION", "local");
        // A user may probe any address from their own machine, as `fleet probe` does.
        environment.putIfAbsent("FLEET_ALLOW_NETWORKS", "0.0.0.0/0,::/0");
        environment.remove("FLEET_ALERT_TOPIC_ARN");
        FleetBuilder builder = local.region(environment, engine)
                .secrets(new LocalSecrets(
                        System.getenv(),
                        AwsSecrets.in(FleetSettings.of(System.getenv()).homeRegion())));
        return new OpenedFleet(
                builder.build(), Optional.of(local.catalog()), FleetSettings.of(environment), List.of(local::close));
    }

    /** @return the file of the notices, one JSON line each */
    public static Path noticesFile(Path directory) {
        return DataDirectory.notices(directory);
    }

    /** @return the directory of the data */
    public Path directory() {
        return directory;
    }

    /** @return the catalog of this fleet */
    public TargetCatalog catalog() {
        return new TargetCatalog(dynamoDb.client(), LocalTables.STATE);
    }

    /**
     * A builder for the fleet of a region, on the shared tables.
     *
     * @param environment {@code FLEET_…} variables and {@code AWS_REGION}; the tables are this fleet's own
     * @param engine the TLS engine, shared by all regions of this process
     */
    public FleetBuilder region(Map<String, String> environment, Engine engine) {
        Map<String, String> local = new HashMap<>(environment);
        local.put("FLEET_MEASUREMENTS_TABLE", LocalTables.MEASUREMENTS);
        local.put("FLEET_STATE_TABLE", LocalTables.STATE);
        return new FleetBuilder(FleetSettings.of(local), Clock.systemUTC())
                .engine(engine)
                .dynamoDb(dynamoDb.client())
                .notifier(notifier);
    }

    @Override
    public void close() {
        dynamoDb.close();
    }
}
