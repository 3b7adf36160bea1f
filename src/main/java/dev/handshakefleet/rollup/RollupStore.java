package dev.handshakefleet.rollup;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.WithProblems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The rollups in the measurements table, one item a target and span. A rollup is written once; only one that late measurements have
 * made wrong is written again. A call times out after 5 s. Thread-safe.
 */
public final class RollupStore {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;

    /**
     * @param client of the home region
     * @param table the measurements table
     * @param retention the lifetime of a rollup from the end of its span on
     */
    public RollupStore(DynamoDbClient client, String table, Duration retention) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
        this.retention = Objects.requireNonNull(retention, "retention");
    }

    /**
     * @param level hours or days
     * @param from the start of the first span
     * @param to the end of the last span
     * @return the rollups, the oldest first; with a problem for each that this version cannot read
     * @throws StoreUnavailableException when the table cannot be read
     */
    WithProblems<List<Rollup>> read(String targetId, Span.Level level, Instant from, Instant to)
            throws StoreUnavailableException {
        List<Rollup> rollups = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            client.queryPaginator(request -> request.tableName(table)
                            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                            .expressionAttributeValues(Map.of(
                                    ":pk", AttributeValue.fromS(TablePartitions.rollups(targetId)),
                                    ":from", AttributeValue.fromS(level.sortKey(from)),
                                    ":to", AttributeValue.fromS(level.sortKey(to.minus(level.length())))))
                            .overrideConfiguration(RollupStore::bounded))
                    .items()
                    .forEach(item -> {
                        try {
                            RollupItem.decode(item, targetId, level).ifPresent(rollups::add);
                        } catch (IllegalArgumentException notOurs) {
                            problems.add(notOurs.getMessage());
                        }
                    });
        } catch (SdkException fault) {
            throw unavailable("Rollups cannot be read: ", fault);
        }
        return new WithProblems<>(rollups, problems);
    }

    /** @return what writing the rollup costs, in write units */
    int writeUnits(Rollup rollup) {
        return ItemSize.writeUnits(RollupItem.encode(rollup, retention));
    }

    /**
     * Writes a rollup that was not written before.
     *
     * @return false where there is one already
     * @throws StoreUnavailableException when it could not be written
     */
    public boolean add(Rollup rollup) throws StoreUnavailableException {
        return write(RollupItem.encode(rollup, retention), "attribute_not_exists(#pk)", Optional.empty());
    }

    /**
     * Takes a rollup away, because measurements have come after it.
     *
     * @param at names this call in {@link #replaceLate}
     * @throws StoreUnavailableException when it could not be written
     */
    void markLate(String targetId, Span span, Instant at) throws StoreUnavailableException {
        try {
            client.putItem(request -> request.tableName(table)
                    .item(RollupItem.late(targetId, span, at, retention))
                    .overrideConfiguration(RollupStore::bounded));
        } catch (SdkException fault) {
            throw unavailable("A rollup could not be taken away: ", fault);
        }
    }

    /**
     * Writes a rollup in the place of one that was taken away.
     *
     * @param at of the {@link #markLate} before the measurements were read
     * @return false where it was taken away again since then
     * @throws StoreUnavailableException when it could not be written
     */
    boolean replaceLate(Rollup rollup, Instant at) throws StoreUnavailableException {
        return write(RollupItem.encode(rollup, retention), "#late = :late", Optional.of(at));
    }

    private boolean write(Map<String, AttributeValue> item, String condition, Optional<Instant> late)
            throws StoreUnavailableException {
        try {
            client.putItem(request -> {
                request.tableName(table)
                        .item(item)
                        .conditionExpression(condition)
                        .overrideConfiguration(RollupStore::bounded);
                if (late.isPresent()) {
                    request.expressionAttributeNames(Map.of("#late", RollupItem.LATE))
                            .expressionAttributeValues(Map.of(":late", ItemAttributes.millis(late.get())));
                } else {
                    request.expressionAttributeNames(Map.of("#pk", TablePartitions.PARTITION_KEY));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException other) {
            return false;
        } catch (SdkException fault) {
            throw unavailable("A rollup could not be written: ", fault);
        }
    }

    private StoreUnavailableException unavailable(String what, SdkException fault) {
        return new StoreUnavailableException(what + AwsFault.sentence(fault, "table " + table), fault);
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(LONGEST_CALL);
    }
}
