package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * All targets of a version whose hashes lie in a range: one item.
 *
 * @param range the range
 * @param targets the targets, in no order; none is possible
 */
record Pack(HashRange range, List<StoredTarget> targets) {

    /** The last hash of the range. */
    private static final String THROUGH = "through";

    private static final String TARGETS = "targets";

    Map<String, AttributeValue> encode(long version) {
        Map<String, AttributeValue> specs = HashMap.newHashMap(targets.size());
        targets.forEach(target -> specs.put(target.id(), ItemAttributes.text(target.spec())));
        Map<String, AttributeValue> item = new HashMap<>(
                TablePartitions.key(TablePartitions.catalogVersion(version), HashRange.text(range.first())));
        item.put(THROUGH, ItemAttributes.text(HashRange.text(range.last())));
        item.put(TARGETS, AttributeValue.fromM(specs));
        return item;
    }

    /** @throws IllegalArgumentException if an attribute is missing or of another form; the message names it */
    static Pack decode(Map<String, AttributeValue> item) {
        HashRange range = new HashRange(
                HashRange.parse(ItemAttributes.requiredText(item, TablePartitions.SORT_KEY)),
                HashRange.parse(ItemAttributes.requiredText(item, THROUGH)));
        AttributeValue specs = item.get(TARGETS);
        if (specs == null || !specs.hasM()) {
            throw ItemAttributes.missing(TARGETS);
        }
        List<StoredTarget> targets = new ArrayList<>(specs.m().size());
        specs.m().forEach((id, spec) -> {
            if (spec.s() == null) {
                throw ItemAttributes.missing(TARGETS);
            }
            targets.add(StoredTarget.of(id, spec.s()));
        });
        return new Pack(range, targets);
    }
}
