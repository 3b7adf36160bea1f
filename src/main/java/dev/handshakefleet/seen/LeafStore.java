package dev.handshakefleet.seen;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.CallTimeout;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.verdict.LeafRecord;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The leaves of each target in the state table: one item a target and leaf, written once by the first region that sees
 * it. Thread-safe. Methods throw {@link SdkException} for faults of the service and {@link IllegalArgumentException}
 * for an item of another form.
 */
public final class LeafStore {

    /**
     * The most leaves read of a target: a year of a few nodes that each renew twice a week. It bounds the cost of a
     * server with a new certificate for every connection.
     */
    static final int MOST_READ = 500;

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client of the home region
     * @param table the state table
     */
    public LeafStore(DynamoDbClient client, String table) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
    }

    /** @return in one plain sentence why a call to the table failed */
    String sentence(SdkException fault) {
        return AwsFault.sentence(fault, "table " + table);
    }

    /**
     * One request, strongly consistent.
     *
     * @param until when it is given up; after 5 s at the latest
     */
    StoredLeaves of(String targetId, Deadline until) {
        QueryResponse response = client.query(request -> request.tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", LeafItem.partition(targetId)))
                .consistentRead(true)
                .limit(MOST_READ)
                .overrideConfiguration(call -> bounded(call, until)));
        return new StoredLeaves(
                response.items().stream().map(LeafItem::decode).toList(), !response.hasLastEvaluatedKey());
    }

    /**
     * Stores a leaf unless it is stored already. Where the answer is lost, the SDK repeats the call, which then finds this leaf.
     *
     * @param until when it is given up; after 5 s at the latest
     * @return the leaf as another run stored it before; empty if this call stored it
     */
    Optional<LeafRecord> record(String targetId, LeafRecord leaf, Deadline until) {
        Map<String, AttributeValue> item = LeafItem.encode(targetId, leaf);
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .overrideConfiguration(call -> bounded(call, until)));
            return Optional.empty();
        } catch (ConditionalCheckFailedException somebodyWasFirst) {
            return Optional.of(LeafItem.decode(somebodyWasFirst.item())).filter(stored -> !stored.equals(leaf));
        }
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder call, Deadline until) {
        call.apiCallTimeout(CallTimeout.until(until));
    }
}
