package dev.handshakefleet.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.target.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The catalog of targets in the state table: one item a target under {@code pk = catalog}, with the target as written,
 * and a marker for an applied catalog. Thread-safe.
 */
public final class TargetCatalog {

    private static final String SPEC = "spec";

    private final DynamoDbClient client;
    private final String table;
    private final JsonMapper json = new JsonMapper();

    /**
     * @param client of the home region
     * @param table the state table
     */
    public TargetCatalog(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** @return what this is, such as {@code table handshake-fleet-state} */
    String name() {
        return "table " + table;
    }

    /**
     * The targets as written, in the order of their ids.
     *
     * @return empty if no catalog was ever applied
     * @throws SdkException when the table cannot be read
     * @throws IllegalArgumentException when an item lacks an attribute; the message names it
     */
    public Optional<List<Object>> entries() {
        boolean applied = false;
        List<Object> entries = new ArrayList<>();
        for (Map<String, AttributeValue> item : items()) {
            if (sortKey(item).equals(TablePartitions.CATALOG_MARKER)) {
                applied = true;
            } else {
                entries.add(decoded(ItemAttributes.requiredText(item, SPEC)));
            }
        }
        return applied ? Optional.of(entries) : Optional.empty();
    }

    /**
     * Makes the catalog hold exactly these targets. New ones are written first, then the marker, then those no longer
     * wanted are deleted, so that a run in between probes too many rather than too few.
     *
     * @param targets the targets, each with its written entry
     * @param now the instant of the apply
     * @return the ids of the removed targets
     * @throws SdkException when the table cannot be read or written; applying again completes it
     */
    public List<String> apply(Map<Target, Object> targets, Instant now) {
        Set<String> obsolete = new HashSet<>();
        items().forEach(item -> obsolete.add(sortKey(item)));
        targets.forEach((target, written) -> {
            String sortKey = TablePartitions.catalogTarget(target.id());
            put(sortKey, encoded(written));
            obsolete.remove(sortKey);
        });
        put(TablePartitions.CATALOG_MARKER, now.toString());
        obsolete.remove(TablePartitions.CATALOG_MARKER);
        obsolete.forEach(
                sortKey -> client.deleteItem(request -> request.tableName(table).key(key(sortKey))));
        return obsolete.stream().map(TablePartitions::targetInCatalog).sorted().toList();
    }

    private List<Map<String, AttributeValue>> items() {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", ItemAttributes.text(TablePartitions.CATALOG)))
                .consistentRead(true)
                .build();
        return client.queryPaginator(query).items().stream().toList();
    }

    private void put(String sortKey, String spec) {
        Map<String, AttributeValue> item = new HashMap<>(key(sortKey));
        item.put(SPEC, ItemAttributes.text(spec));
        client.putItem(request -> request.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> key(String sortKey) {
        return TablePartitions.key(TablePartitions.CATALOG, sortKey);
    }

    private static String sortKey(Map<String, AttributeValue> item) {
        return ItemAttributes.requiredText(item, TablePartitions.SORT_KEY);
    }

    private String encoded(Object written) {
        try {
            return json.writeValueAsString(written);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a target is made of texts, numbers and maps", impossible);
        }
    }

    private Object decoded(String spec) {
        try {
            return json.readValue(spec, Object.class);
        } catch (JsonProcessingException notOurs) {
            return spec;
        }
    }
}
