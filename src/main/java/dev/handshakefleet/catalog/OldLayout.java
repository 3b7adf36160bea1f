package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The catalog as it was stored before there were versions: one item a target, and a marker for an applied catalog. It is read where no
 * version was applied, and deleted once one was. Thread-safe.
 */
final class OldLayout {

    private static final String SPEC = "spec";

    private final DynamoDbClient client;
    private final String table;
    private final CatalogPacks packs;

    OldLayout(DynamoDbClient client, String table, CatalogPacks packs) {
        this.client = client;
        this.table = table;
        this.packs = packs;
    }

    /**
     * @return the entries; empty if no catalog was applied
     * @throws software.amazon.awssdk.core.exception.SdkException when the table cannot be read
     * @throws IllegalArgumentException when an item lacks an attribute; the message names it
     */
    Optional<CatalogEntries> read() {
        Optional<Instant> applied = Optional.empty();
        List<CatalogEntry> entries = new ArrayList<>();
        for (Map<String, AttributeValue> item : items()) {
            String spec = ItemAttributes.requiredText(item, SPEC);
            if (sortKey(item).equals(TablePartitions.CATALOG_MARKER)) {
                applied = Optional.of(instant(spec));
            } else {
                entries.add(new CatalogEntry(TablePartitions.targetInCatalog(sortKey(item)), SpecJson.decode(spec)));
            }
        }
        return applied.map(at -> new CatalogEntries(
                CatalogVersion.ofOldLayout(entries.size(), at),
                entries.stream().sorted(Comparator.comparing(CatalogEntry::id)).toList()));
    }

    /** Deletes it, the marker first, so that a program that knows only this layout does not read a part of it. */
    void delete() {
        List<Map<String, AttributeValue>> items = items();
        for (boolean marker : List.of(true, false)) {
            packs.delete(items.stream()
                    .filter(item -> sortKey(item).equals(TablePartitions.CATALOG_MARKER) == marker)
                    .map(item -> TablePartitions.key(TablePartitions.CATALOG, sortKey(item)))
                    .iterator());
        }
    }

    private List<Map<String, AttributeValue>> items() {
        return Stream.of(TablePartitions.CATALOG_MARKER, TablePartitions.catalogTarget(""))
                .flatMap(this::items)
                .toList();
    }

    private Stream<Map<String, AttributeValue>> items(String beginning) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :beginning)")
                .expressionAttributeValues(Map.of(
                        ":pk", ItemAttributes.text(TablePartitions.CATALOG),
                        ":beginning", ItemAttributes.text(beginning)))
                .consistentRead(true)
                .build();
        return client.queryPaginator(query).items().stream();
    }

    private static String sortKey(Map<String, AttributeValue> item) {
        return ItemAttributes.requiredText(item, TablePartitions.SORT_KEY);
    }

    private static Instant instant(String text) {
        try {
            return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException notOurs) {
            return Instant.EPOCH;
        }
    }
}
