package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * One item for each version that has packs and that the pointer does not name: it is being written, or it is to be deleted. So every
 * pack is found, whenever a writer dies. Thread-safe.
 */
final class UnfinishedVersions {

    /** A writer that has not come to its end for so long is taken for dead. */
    static final Duration LONGEST_WRITE = Duration.ofHours(1);

    private static final String SINCE = "since";
    private static final String BY = "by";
    private static final String DISCARDED = "discarded";
    private static final String LAST = "last";
    private static final Map<String, AttributeValue> NUMBERS =
            TablePartitions.key(TablePartitions.CATALOG, TablePartitions.CATALOG_NUMBERS);

    private final DynamoDbClient client;
    private final String table;

    UnfinishedVersions(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Begins a version.
     *
     * @param above the highest number that is known
     * @return its number, higher than every number before
     */
    long begin(long above, Optional<String> by, Instant now) {
        long next = counted(1);
        long number = next > above ? next : counted(above - next + 1);
        client.putItem(request -> request.tableName(table).item(item(number, by, now, false)));
        return number;
    }

    /**
     * Makes sure that a version never becomes current.
     *
     * @return false if it is current already, or its item is gone
     */
    boolean discard(long number) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key(number))
                    .updateExpression("SET #discarded = :yes")
                    .conditionExpression("attribute_exists(pk)")
                    .expressionAttributeNames(Map.of("#discarded", DISCARDED))
                    .expressionAttributeValues(Map.of(":yes", ItemAttributes.number(1))));
            return true;
        } catch (ConditionalCheckFailedException gone) {
            return false;
        }
    }

    /** The part of the switch that ends the writing of a version; fails if it was discarded. */
    TransactWriteItem end(long number) {
        Delete delete = Delete.builder()
                .tableName(table)
                .key(key(number))
                .conditionExpression("attribute_exists(pk) AND attribute_not_exists(#discarded)")
                .expressionAttributeNames(Map.of("#discarded", DISCARDED))
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    /** The part of the switch after which a version is no longer kept. */
    TransactWriteItem drop(long number, Optional<String> by, Instant now) {
        Put put =
                Put.builder().tableName(table).item(item(number, by, now, true)).build();
        return TransactWriteItem.builder().put(put).build();
    }

    /** @return the numbers of versions to be deleted: discarded ones, and those whose writer is dead */
    List<Long> dead(Instant now) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :beginning)")
                .expressionAttributeValues(Map.of(
                        ":pk", ItemAttributes.text(TablePartitions.CATALOG),
                        ":beginning", ItemAttributes.text(TablePartitions.unfinishedCatalogs())))
                .consistentRead(true)
                .build();
        return client.queryPaginator(query).items().stream()
                .filter(item -> item.containsKey(DISCARDED)
                        || ItemAttributes.requiredMillis(item, SINCE).isBefore(now.minus(LONGEST_WRITE)))
                .map(item -> ItemAttributes.requiredText(item, TablePartitions.SORT_KEY))
                .map(sortKey -> Long.parseLong(
                        sortKey.substring(TablePartitions.unfinishedCatalogs().length())))
                .toList();
    }

    /** Removes the item of a version whose packs are deleted. */
    void remove(long number) {
        client.deleteItem(request -> request.tableName(table).key(key(number)));
    }

    private long counted(long more) {
        Map<String, AttributeValue> counted = client.updateItem(request -> request.tableName(table)
                        .key(NUMBERS)
                        .updateExpression("ADD #last :more")
                        .expressionAttributeNames(Map.of("#last", LAST))
                        .expressionAttributeValues(Map.of(":more", ItemAttributes.number(more)))
                        .returnValues(ReturnValue.UPDATED_NEW))
                .attributes();
        return ItemAttributes.requiredNumber(counted, LAST);
    }

    private static Map<String, AttributeValue> item(long number, Optional<String> by, Instant now, boolean discarded) {
        Map<String, AttributeValue> item = new HashMap<>(key(number));
        item.put(SINCE, ItemAttributes.millis(now));
        by.ifPresent(user -> item.put(BY, ItemAttributes.text(user)));
        if (discarded) {
            item.put(DISCARDED, ItemAttributes.number(1));
        }
        return item;
    }

    private static Map<String, AttributeValue> key(long number) {
        return TablePartitions.key(TablePartitions.CATALOG, TablePartitions.unfinishedCatalog(number));
    }
}
