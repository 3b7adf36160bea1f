package dev.handshakefleet.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.DynamoDbLocal;
import dev.handshakefleet.local.LocalTables;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The two tables of a fleet in DynamoDB Local, for one test class: a static field with {@code @RegisterExtension}. DynamoDB Local
 * starts before the first {@code @BeforeAll} method of the class and ends after its last {@code @AfterAll} method. At the end
 * every stored item is held to docs/state-table.md. Nothing expires: items of tests are about fixed days, and DynamoDB Local would
 * delete those that are over at any moment.
 */
public final class FleetTables implements BeforeAllCallback, AfterAllCallback {

    /**
     * An attribute of items that this version cannot have stored. Tests store such items to show how they are read; these
     * items are not held to the page.
     */
    public static final String FOREIGN = "foreign";

    private static final int MOST_FAULTS = 10;

    private final AtomicInteger stateTables = new AtomicInteger();
    private DynamoDbLocal dynamoDb;

    @Override
    public void beforeAll(ExtensionContext testClass) {
        dynamoDb = DynamoDbLocal.inMemory();
        create(LocalTables.STATE);
    }

    @Override
    public void afterAll(ExtensionContext testClass) throws IOException {
        try {
            assertThat(faultsOfItems())
                    .as("every stored attribute is in docs/state-table.md")
                    .isEmpty();
        } finally {
            dynamoDb.close();
        }
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
        create(table);
        return table;
    }

    private void create(String stateTable) {
        LocalTables.create(client(), LocalTables.MEASUREMENTS, stateTable);
        for (String table : List.of(LocalTables.MEASUREMENTS, stateTable)) {
            client().updateTimeToLive(request -> request.tableName(table)
                    .timeToLiveSpecification(
                            expiry -> expiry.attributeName("expiresAt").enabled(false)));
        }
    }

    private List<String> faultsOfItems() throws IOException {
        StateTablePage page = StateTablePage.read();
        List<String> faults = new ArrayList<>();
        for (String table : client().listTables().tableNames()) {
            client().scanPaginator(scan -> scan.tableName(table))
                    .items()
                    .forEach(item -> faults.addAll(
                            table.equals(LocalTables.MEASUREMENTS)
                                    ? page.faultsOfMeasurement(item)
                                    : page.faultsOfState(item)));
        }
        return faults.stream().distinct().limit(MOST_FAULTS).toList();
    }
}
