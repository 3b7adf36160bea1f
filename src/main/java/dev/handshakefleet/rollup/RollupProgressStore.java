package dev.handshakefleet.rollup;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.aws.TablePartitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The progress of rollups in the state table, one item. A call times out after 5 s. Thread-safe. */
public final class RollupProgressStore {

    private static final String THROUGH = "through";
    private static final String AFTER = "after";
    private static final String BEGUN = "begun";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client of the home region
     * @param table the state table
     */
    public RollupProgressStore(DynamoDbClient client, String table) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
    }

    /** @return the progress; empty where no rollup was made yet, or the item is not readable */
    Optional<RollupProgress> read() throws StoreUnavailableException {
        try {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                            .key(key())
                            .consistentRead(true)
                            .overrideConfiguration(RollupProgressStore::bounded))
                    .item();
            return item.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RollupProgress(
                            ItemAttributes.requiredMillis(item, THROUGH),
                            ItemAttributes.text(item, AFTER),
                            ItemAttributes.requiredMillis(item, BEGUN)));
        } catch (SdkException fault) {
            throw unavailable("The progress of rollups cannot be read: ", fault);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    void write(RollupProgress progress) throws StoreUnavailableException {
        Map<String, AttributeValue> item = new HashMap<>(key());
        item.put(THROUGH, ItemAttributes.millis(progress.through()));
        item.put(BEGUN, ItemAttributes.millis(progress.begun()));
        progress.after().ifPresent(target -> item.put(AFTER, ItemAttributes.text(target)));
        try {
            client.putItem(
                    request -> request.tableName(table).item(item).overrideConfiguration(RollupProgressStore::bounded));
        } catch (SdkException fault) {
            throw unavailable("The progress of rollups was not stored: ", fault);
        }
    }

    private static Map<String, AttributeValue> key() {
        return TablePartitions.key(TablePartitions.ROLLUPS, TablePartitions.ROLLUP_PROGRESS);
    }

    private StoreUnavailableException unavailable(String what, SdkException fault) {
        return new StoreUnavailableException(what + AwsFault.sentence(fault, "table " + table), fault);
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(LONGEST_CALL);
    }
}
