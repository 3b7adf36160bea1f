package dev.handshakefleet.local;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The two tables as {@code template.yaml} makes them on AWS: keys {@code pk} and {@code sk}, texts both. */
public final class LocalTables {

    /** The table of measurements. */
    public static final String MEASUREMENTS = "handshake-fleet-measurements";

    /** The table of catalog, alert states and certificates seen. */
    public static final String STATE = "handshake-fleet-state";

    private LocalTables() {}

    /** Creates missing tables of the local fleet and waits until they can be used. */
    public static void create(DynamoDbClient client) {
        create(client, MEASUREMENTS, STATE);
    }

    /**
     * The same under other names. Existing tables are kept. A second call completes an interrupted first one.
     */
    public static void create(DynamoDbClient client, String measurementsTable, String stateTable) {
        createTable(client, measurementsTable);
        createTable(client, stateTable);
        expire(client, measurementsTable);
        expire(client, stateTable);
    }

    private static void createTable(DynamoDbClient client, String table) {
        try {
            client.createTable(request -> request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(text("pk"), text("sk"))
                    .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
        } catch (ResourceInUseException alreadyThere) {
            // The table exists; the data of an earlier run is kept.
        }
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    private static void expire(DynamoDbClient client, String table) {
        TimeToLiveStatus now = client.describeTimeToLive(request -> request.tableName(table))
                .timeToLiveDescription()
                .timeToLiveStatus();
        // DynamoDB refuses to switch on TTL twice (AWS API: UpdateTimeToLive).
        if (now == TimeToLiveStatus.DISABLED) {
            client.updateTimeToLive(request -> request.tableName(table)
                    .timeToLiveSpecification(
                            ttl -> ttl.attributeName("expiresAt").enabled(true)));
        }
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
