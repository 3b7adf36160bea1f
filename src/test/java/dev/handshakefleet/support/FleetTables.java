package dev.handshakefleet.support;

import dev.handshakefleet.local.DynamoDbLocal;
import dev.handshakefleet.local.LocalTables;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The two tables of a fleet in DynamoDB Local, for one test class: a static field with {@code @RegisterExtension}. DynamoDB Local
 * starts before the first {@code @BeforeAll} method of the class and ends after its last {@code @AfterAll} method.
 */
public final class FleetTables implements BeforeAllCallback, AfterAllCallback {

    private final AtomicInteger stateTables = new AtomicInteger();
    private DynamoDbLocal dynamoDb;

    @Override
    public void beforeAll(ExtensionContext testClass) {
        dynamoDb = DynamoDbLocal.inMemory();
        LocalTables.create(client());
    }

    @Override
    public void afterAll(ExtensionContext testClass) {
        dynamoDb.close();
    }

    /** @return a client for both tables; closed with them */
    public DynamoDbClient client() {
        return dynamoDb.client();
    }

    /** @return the address of DynamoDB Local */
    public URI endpoint() {
        return dynamoDb.endpoint();
    }

    /**
     * Creates a state table beside {@link LocalTables#STATE}, for a test that must not see the items of another test.
     *
     * @return its name
     */
    public String newStateTable() {
        String table = LocalTables.STATE + "-" + stateTables.incrementAndGet();
        LocalTables.create(client(), LocalTables.MEASUREMENTS, table);
        return table;
    }
}
