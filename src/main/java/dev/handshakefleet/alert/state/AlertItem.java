package dev.handshakefleet.alert.state;

import static dev.handshakefleet.aws.ItemAttributes.millis;
import static dev.handshakefleet.aws.ItemAttributes.number;
import static dev.handshakefleet.aws.ItemAttributes.requiredMillis;
import static dev.handshakefleet.aws.ItemAttributes.requiredNumber;
import static dev.handshakefleet.aws.ItemAttributes.requiredText;
import static dev.handshakefleet.aws.ItemAttributes.text;

import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.PendingNotice;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.verdict.Check;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes the alerts of a target as a DynamoDB item. All of its attribute names are here.
 *
 * <pre>
 *   pk alert#target   sk state   version N   write S
 *   tags     { name: value }
 *   alerts   { check: S (JSON) }
 *   pending  { notice id: { notice S (JSON), order N, leaseUntil N (epoch ms) } }
 * </pre>
 */
final class AlertItem {

    static final String VERSION = "version";
    static final String PENDING = "pending";
    static final String LEASE = "leaseUntil";

    /** By it a write recognises itself where its answer was lost and the SDK repeated it. */
    static final String WRITE = "write";

    private static final String TAGS = "tags";
    private static final String ALERTS = "alerts";

    private AlertItem() {}

    static String partition(String targetId) {
        return TablePartitions.alerts(targetId);
    }

    static Map<String, AttributeValue> key(String targetId) {
        return TablePartitions.key(partition(targetId), TablePartitions.ALERT_STATE);
    }

    static Map<String, AttributeValue> encode(AlertState state) {
        Map<String, AttributeValue> alerts = new HashMap<>();
        state.alerts().forEach((check, alert) -> alerts.put(check.name(), text(AlertCodec.encode(alert))));
        Map<String, AttributeValue> pending = new HashMap<>();
        for (int index = 0; index < state.pending().size(); index++) {
            PendingNotice waiting = state.pending().get(index);
            pending.put(
                    waiting.notice().id(),
                    AttributeValue.fromM(Map.of(
                            "notice",
                            text(NoticeCodec.encode(waiting.notice())),
                            "order",
                            number(index),
                            LEASE,
                            millis(waiting.leaseUntil()))));
        }
        Map<String, AttributeValue> item = new HashMap<>(key(state.targetId()));
        item.put(VERSION, number(state.version()));
        if (!state.tags().isEmpty()) {
            Map<String, AttributeValue> tags = new HashMap<>();
            state.tags().forEach((name, value) -> tags.put(name, text(value)));
            item.put(TAGS, AttributeValue.fromM(tags));
        }
        item.put(ALERTS, AttributeValue.fromM(alerts));
        item.put(PENDING, AttributeValue.fromM(pending));
        return item;
    }

    /**
     * Decodes an item. Unknown attributes are skipped.
     *
     * @throws UnreadableStateException when the item is not an alert state
     */
    static AlertState decode(Map<String, AttributeValue> item) {
        try {
            return read(item);
        } catch (RuntimeException unreadable) {
            // Any fault of one item must not affect another target.
            throw new UnreadableStateException(requiredText(item, TablePartitions.PARTITION_KEY), unreadable);
        }
    }

    private static AlertState read(Map<String, AttributeValue> item) {
        String targetId = TablePartitions.targetOfAlerts(requiredText(item, TablePartitions.PARTITION_KEY));
        long version = requiredNumber(item, VERSION);
        if (!item.containsKey(ALERTS)) {
            // An item from before alerts were stored by check holds nothing to decide with, so the target starts
            // afresh.
            return new AlertState(targetId, version, new TreeMap<>(), new TreeMap<>(), List.of());
        }
        SortedMap<Check, Alert> alerts = new TreeMap<>();
        item.get(ALERTS).m().forEach((check, alert) -> alerts.put(Check.parse(check), AlertCodec.decode(alert.s())));
        List<PendingNotice> pending = item.get(PENDING).m().values().stream()
                .map(AttributeValue::m)
                .sorted(Comparator.comparingLong(waiting -> requiredNumber(waiting, "order")))
                .map(waiting -> new PendingNotice(
                        NoticeCodec.decode(requiredText(waiting, "notice")), requiredMillis(waiting, LEASE)))
                .toList();
        SortedMap<String, String> tags = new TreeMap<>();
        item.getOrDefault(TAGS, AttributeValue.fromM(Map.of())).m().forEach((name, value) -> tags.put(name, value.s()));
        return new AlertState(targetId, version, tags, alerts, pending);
    }
}
