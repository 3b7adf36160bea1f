package dev.handshakefleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbLocalIT {

    private static final Map<String, AttributeValue> ITEM =
            Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"));

    @TempDir
    private Path directory;

    @Test
    void storedDataOutlivesTheProcess() {
        try (DynamoDbLocal first = DynamoDbLocal.in(directory)) {
            LocalTables.create(first.client(), "measurements", "state");
            first.client().putItem(request -> request.tableName("state").item(ITEM));
        }
        try (DynamoDbLocal second = DynamoDbLocal.in(directory)) {
            LocalTables.create(second.client(), "measurements", "state");

            assertThat(second.client()
                            .getItem(request -> request.tableName("state").key(ITEM))
                            .item())
                    .isEqualTo(ITEM);
            assertThat(second.client().listTables().tableNames()).containsExactlyInAnyOrder("measurements", "state");
        }
    }
}
