package dev.handshakefleet.alert.silence;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.SdkRetries;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * The silences in DynamoDB, one item each. An item expires thirty days after the end of its silence. A call times out after
 * 5 s. Methods throw {@link SdkException} where the service fails, unless they say otherwise. An unreadable item is skipped.
 * Thread-safe.
 */
public final class SilenceStore {

    /** The most silences that count at once, the newest. */
    static final int MOST = 1_000;

    /** The most pages that are read, of 1 MB each (AWS API: Query). Thousands of ended silences can still be stored. */
    private static final int MOST_PAGES = 20;

    private static final Duration SHORTEST_CALL = Duration.ofMillis(100);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final Comparator<Silence> NEWEST_FIRST =
            Comparator.comparing(Silence::createdAt).reversed().thenComparing(Silence::id);

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client the client of the home region
     * @param table the name of the state table
     */
    public SilenceStore(DynamoDbClient client, String table) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
    }

    /** @return in one plain sentence why a call to the table failed */
    public String sentence(SdkException fault) {
        return AwsFault.sentence(fault, "table " + table);
    }

    /**
     * Reads consistently, so that a silence counts as soon as it is stored.
     *
     * @return the silences that have not ended, including those that have not begun, the newest first
     */
    public List<Silence> current(Instant now) {
        Deadline until = Deadline.in(LONGEST_CALL);
        List<Silence> found = new ArrayList<>();
        Map<String, AttributeValue> after = Map.of();
        for (int page = 0; page < MOST_PAGES; page++) {
            QueryResponse response = read(now, after, until);
            response.items().forEach(item -> SilenceItem.decode(item).ifPresent(found::add));
            after = response.lastEvaluatedKey();
            if (after.isEmpty()) {
                break;
            }
        }
        return found.stream().sorted(NEWEST_FIRST).limit(MOST).toList();
    }

    /**
     * Stores a new silence.
     *
     * @return whether it is stored; false where another silence has its id
     */
    public boolean add(Silence silence) {
        try {
            client.putItem(request -> request.tableName(table)
                    .item(SilenceItem.encode(silence))
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .overrideConfiguration(SilenceStore::bounded));
            return true;
        } catch (ConditionalCheckFailedException taken) {
            // The client retries: the first attempt can have stored this very silence although its response was lost.
            return SilenceItem.decode(taken.item()).equals(Optional.of(silence));
        }
    }

    /**
     * Ends a silence early, also one that has not begun.
     *
     * @return whether a silence with this id had not ended
     */
    public boolean end(String id, Instant now) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(SilenceItem.key(id))
                    .updateExpression("SET #end = :now, #expiresAt = :expiry")
                    .conditionExpression("#end > :now")
                    .expressionAttributeNames(Map.of("#end", SilenceItem.END, "#expiresAt", TablePartitions.EXPIRY))
                    .expressionAttributeValues(
                            Map.of(":now", ItemAttributes.millis(now), ":expiry", SilenceItem.expiry(now)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .overrideConfiguration(SilenceStore::bounded));
            return true;
        } catch (ConditionalCheckFailedException absentOrEnded) {
            // The client retries: an end at this very instant comes from the first attempt, whose response was lost.
            return ItemAttributes.millis(now).equals(absentOrEnded.item().get(SilenceItem.END));
        }
    }

    /** As {@link #countSuppressed(String, long)}, for one notice. */
    public boolean countSuppressed(String id) {
        return countSuppressed(id, 1);
    }

    /**
     * Adds to the number of notices that a silence suppressed.
     *
     * @param notices 1 or more
     * @return whether they were counted; false if there is no silence of this id
     */
    public boolean countSuppressed(String id, long notices) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(SilenceItem.key(id))
                    .updateExpression("ADD #suppressed :notices")
                    // Without the condition, an update would create an item that never expires.
                    .conditionExpression("attribute_exists(pk)")
                    .expressionAttributeNames(Map.of("#suppressed", SilenceItem.SUPPRESSED))
                    .expressionAttributeValues(Map.of(":notices", ItemAttributes.number(notices)))
                    .overrideConfiguration(call -> {
                        bounded(call);
                        // Adding is not idempotent: a repeated request would count the notices twice.
                        SdkRetries.onlyIfNotProcessed(call);
                    }));
            return true;
        } catch (ConditionalCheckFailedException noSuchSilence) {
            return false;
        }
    }

    private QueryResponse read(Instant now, Map<String, AttributeValue> after, Deadline until) {
        return client.query(request -> {
            request.tableName(table)
                    .keyConditionExpression("pk = :pk")
                    .filterExpression("#end > :now")
                    .expressionAttributeNames(Map.of("#end", SilenceItem.END))
                    .expressionAttributeValues(Map.of(":pk", SilenceItem.PARTITION, ":now", ItemAttributes.millis(now)))
                    .consistentRead(true)
                    .overrideConfiguration(call -> call.apiCallTimeout(left(until)));
            if (!after.isEmpty()) {
                request.exclusiveStartKey(after);
            }
        });
    }

    private static Duration left(Deadline until) {
        Duration left = until.remaining();
        return left.compareTo(SHORTEST_CALL) < 0 ? SHORTEST_CALL : left;
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(LONGEST_CALL);
    }
}
