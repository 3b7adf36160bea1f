package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item of a {@link CatalogPointer}. Pure. */
final class PointerItem {

    static final String REVISION = "revision";
    static final Map<String, AttributeValue> KEY =
            TablePartitions.key(TablePartitions.CATALOG, TablePartitions.CATALOG_CURRENT);

    private static final String CURRENT = "catalogVersion";
    private static final String COUNT = "count";
    private static final String BUCKETS = "buckets";
    private static final String APPLIED_AT = "appliedAt";
    private static final String BY = "by";
    private static final String VERSIONS = "versions";
    private static final String VERSION = "version";

    private PointerItem() {}

    static Map<String, AttributeValue> encode(CatalogPointer pointer) {
        Map<String, AttributeValue> item = new HashMap<>(KEY);
        item.put(REVISION, ItemAttributes.number(pointer.revision()));
        item.put(CURRENT, ItemAttributes.number(pointer.current().number()));
        item.put(COUNT, ItemAttributes.number(pointer.current().count()));
        item.put(BUCKETS, ItemAttributes.number(pointer.current().buckets()));
        item.put(APPLIED_AT, ItemAttributes.millis(pointer.switchedAt()));
        pointer.by().ifPresent(user -> item.put(BY, ItemAttributes.text(user)));
        item.put(
                VERSIONS,
                AttributeValue.fromL(pointer.versions().stream()
                        .map(version -> AttributeValue.fromM(encoded(version)))
                        .toList()));
        return item;
    }

    /** @throws IllegalArgumentException if an attribute is missing or of another form; the message names it */
    static CatalogPointer decode(Map<String, AttributeValue> item) {
        AttributeValue kept = item.get(VERSIONS);
        if (kept == null || !kept.hasL()) {
            throw ItemAttributes.missing(VERSIONS);
        }
        List<CatalogVersion> versions = kept.l().stream()
                .map(version -> decoded(version.hasM() ? version.m() : Map.of()))
                .toList();
        long current = ItemAttributes.requiredNumber(item, CURRENT);
        return new CatalogPointer(
                ItemAttributes.requiredNumber(item, REVISION),
                versions.stream()
                        .filter(version -> version.number() == current)
                        .findFirst()
                        .orElseThrow(() -> ItemAttributes.missing(CURRENT)),
                ItemAttributes.requiredMillis(item, APPLIED_AT),
                ItemAttributes.text(item, BY),
                versions);
    }

    private static Map<String, AttributeValue> encoded(CatalogVersion version) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put(VERSION, ItemAttributes.number(version.number()));
        fields.put(COUNT, ItemAttributes.number(version.count()));
        fields.put(BUCKETS, ItemAttributes.number(version.buckets()));
        fields.put(APPLIED_AT, ItemAttributes.millis(version.appliedAt()));
        version.by().ifPresent(user -> fields.put(BY, ItemAttributes.text(user)));
        return fields;
    }

    private static CatalogVersion decoded(Map<String, AttributeValue> fields) {
        int buckets = integer(fields, BUCKETS);
        if (Integer.bitCount(buckets) != 1 || buckets > Packing.MOST_BUCKETS) {
            throw new IllegalArgumentException(BUCKETS + ": not a power of two up to " + Packing.MOST_BUCKETS);
        }
        return new CatalogVersion(
                ItemAttributes.requiredNumber(fields, VERSION),
                integer(fields, COUNT),
                buckets,
                ItemAttributes.requiredMillis(fields, APPLIED_AT),
                ItemAttributes.text(fields, BY));
    }

    private static int integer(Map<String, AttributeValue> fields, String name) {
        long number = ItemAttributes.requiredNumber(fields, name);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + ": out of range");
        }
        return (int) number;
    }
}
