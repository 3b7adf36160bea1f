package dev.handshakefleet.alert.state;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.PendingNotice;
import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.CallTimeout;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The alert states in DynamoDB. Every change is a conditional write and raises the version, so that of two invocations that
 * change the same state one fails and reads it again. A call times out after 5 s, or at the deadline. Methods throw {@link SdkException} where the
 * service fails and {@link UnreadableStateException} where an item is not an alert state. Thread-safe.
 */
public final class AlertStateStore {

    /** The most keys a BatchGetItem takes (AWS API: BatchGetItem). */
    private static final int BATCH = 100;

    private static final int MOST_RETRIES = 6;
    private static final Duration MOST_WAITING = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;
    private final Optional<Deadline> until;
    private final Backoff backoff = Backoff.real();

    /**
     * @param client the client of the home region
     * @param table the name of the state table
     */
    public AlertStateStore(DynamoDbClient client, String table) {
        this(client, table, Optional.empty());
    }

    private AlertStateStore(DynamoDbClient client, String table, Optional<Deadline> until) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
        this.until = until;
    }

    /** @return the same states; every call and every retry ends by that deadline */
    public AlertStateStore until(Deadline deadline) {
        return new AlertStateStore(client, table, Optional.of(deadline));
    }

    /** @return in one plain sentence why a call to the table failed */
    public String sentence(SdkException fault) {
        return AwsFault.sentence(fault, "table " + table);
    }

    /** @return the states of many targets, read with one request for 100 targets */
    public StoredStates read(Collection<String> targetIds) {
        List<Map<String, AttributeValue>> keys =
                targetIds.stream().distinct().map(AlertItem::key).toList();
        Backoff.Patience patience = backoff.patience(
                until.map(end -> end.orIn(MOST_WAITING).remaining()).orElse(MOST_WAITING));
        Map<String, Map<String, AttributeValue>> items = new HashMap<>();
        for (int start = 0; start < keys.size(); start += BATCH) {
            readBatch(keys.subList(start, Math.min(start + BATCH, keys.size())), patience, items);
        }
        return new StoredStates(items);
    }

    /** @return the state of one target, read consistently */
    public AlertState readAgain(String targetId) {
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                        .key(AlertItem.key(targetId))
                        .consistentRead(true)
                        .overrideConfiguration(this::bounded))
                .item();
        return item.isEmpty() ? AlertState.nothingStored(targetId) : AlertItem.decode(item);
    }

    /**
     * Writes the state if the stored one still has the version before it. Where the answer is lost, the SDK repeats the write,
     * and the repetition finds what the first attempt wrote: that is a success too.
     *
     * @return whether it was written; false where another invocation wrote first
     */
    public boolean write(AlertState state) {
        long expected = state.version() - 1;
        AttributeValue write = AttributeValue.fromS(UUID.randomUUID().toString());
        Map<String, AttributeValue> item = new HashMap<>(AlertItem.encode(state));
        item.put(AlertItem.WRITE, write);
        try {
            client.putItem(request -> {
                request.tableName(table)
                        .item(item)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .overrideConfiguration(this::bounded);
                if (expected == 0) {
                    request.conditionExpression("attribute_not_exists(pk)");
                } else {
                    request.conditionExpression("#version = :expected")
                            .expressionAttributeNames(Map.of("#version", AlertItem.VERSION))
                            .expressionAttributeValues(Map.of(":expected", ItemAttributes.number(expected)));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException somebodyWasFirst) {
            return write.equals(somebodyWasFirst.item().get(AlertItem.WRITE));
        }
    }

    /**
     * Takes the lease of a notice if its last lease has ended.
     *
     * @param taken the notice with the new lease
     * @return the state after it; empty where another invocation was first
     */
    public Optional<AlertState> takeLease(PendingNotice taken, Instant now) {
        return update(
                taken.notice(),
                "SET #pending.#id.#lease = :until",
                "#pending.#id.#lease <= :now",
                Map.of(":until", ItemAttributes.millis(taken.leaseUntil()), ":now", ItemAttributes.millis(now)));
    }

    /**
     * Releases a lease, so that another invocation can send the notice.
     *
     * @param held the notice with the lease to release
     * @return the state after it; empty where another invocation holds the lease
     */
    public Optional<AlertState> releaseLease(PendingNotice held) {
        return update(
                held.notice(),
                "SET #pending.#id.#lease = :nobody",
                "#pending.#id.#lease = :ours",
                Map.of(":nobody", ItemAttributes.number(0), ":ours", ItemAttributes.millis(held.leaseUntil())));
    }

    /**
     * Removes a notice from the pending ones, because it was sent. It does not matter which invocation holds its lease.
     *
     * @return the state after it; empty where the notice was no longer pending
     */
    public Optional<AlertState> markSent(AlertNotice notice) {
        return update(notice, "REMOVE #pending.#id", "attribute_exists(#pending.#id.#lease)", Map.of());
    }

    private Optional<AlertState> update(
            AlertNotice notice, String expression, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":one", ItemAttributes.number(1));
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(AlertItem.key(notice.targetId()))
                .updateExpression(expression + " ADD #version :one")
                .conditionExpression(condition)
                .expressionAttributeNames(Map.of(
                        "#pending", AlertItem.PENDING,
                        "#id", notice.id(),
                        "#lease", AlertItem.LEASE,
                        "#version", AlertItem.VERSION))
                .expressionAttributeValues(all)
                .returnValues(ReturnValue.ALL_NEW)
                .overrideConfiguration(this::bounded)
                .build();
        try {
            return Optional.of(AlertItem.decode(client.updateItem(request).attributes()));
        } catch (ConditionalCheckFailedException conditionFailed) {
            return Optional.empty();
        }
    }

    private void readBatch(
            List<Map<String, AttributeValue>> keys,
            Backoff.Patience patience,
            Map<String, Map<String, AttributeValue>> items) {
        Map<String, KeysAndAttributes> wanted =
                Map.of(table, KeysAndAttributes.builder().keys(keys).build());
        for (int retry = 0; !wanted.isEmpty(); retry++) {
            BatchGetItemResponse response = client.batchGetItem(readOf(wanted));
            response.responses()
                    .getOrDefault(table, List.of())
                    .forEach(item ->
                            items.put(item.get(TablePartitions.PARTITION_KEY).s(), item));
            wanted = response.unprocessedKeys();
            if (!wanted.isEmpty() && (retry >= MOST_RETRIES || !patience.beforeRetry(retry))) {
                throw SdkClientException.create(
                        "the table " + table + " is throttled: keys still came back unprocessed after retries");
            }
        }
    }

    private void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(CallTimeout.until(until));
    }

    private BatchGetItemRequest readOf(Map<String, KeysAndAttributes> wanted) {
        return BatchGetItemRequest.builder()
                .requestItems(wanted)
                .overrideConfiguration(this::bounded)
                .build();
    }
}
