package dev.handshakefleet.alert;

import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An alert state as a DynamoDB item, the one place of its attribute names.
 *
 * <pre>
 *   pk alert#target   sk state   version N   told S   openedAt N (epoch ms)
 *   words    { region: { severity S, at N (epoch ms) } }
 *   pending  { notice id: { notice S (JSON), order N, leaseUntil N (epoch ms) } }
 * </pre>
 */
final class AlertItem {

    static final String VERSION = "version";
    static final String PENDING = "pending";
    static final String LEASE = "leaseUntil";

    private static final String PARTITION = "alert#";
    private static final String SORT_KEY = "state";

    private AlertItem() {}

    static String partition(String targetId) {
        return PARTITION + targetId;
    }

    static Map<String, AttributeValue> key(String targetId) {
        return Map.of("pk", text(partition(targetId)), "sk", text(SORT_KEY));
    }

    static Map<String, AttributeValue> encode(AlertState state) {
        Map<String, AttributeValue> words = new HashMap<>();
        state.words()
                .forEach((region, word) -> words.put(
                        region,
                        AttributeValue.fromM(Map.of(
                                "severity",
                                text(word.severity().name()),
                                "at",
                                number(word.at().toEpochMilli())))));
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
                            number(waiting.leaseUntil().toEpochMilli()))));
        }
        Map<String, AttributeValue> item = new HashMap<>(key(state.targetId()));
        item.put(VERSION, number(state.version()));
        item.put("told", text(state.told().name()));
        state.openedAt().ifPresent(instant -> item.put("openedAt", number(instant.toEpochMilli())));
        item.put("words", AttributeValue.fromM(words));
        item.put(PENDING, AttributeValue.fromM(pending));
        return item;
    }

    /**
     * @throws UnreadableStateException when the item is none of ours; unknown attributes are passed over
     */
    static AlertState decode(Map<String, AttributeValue> item) {
        try {
            return read(item);
        } catch (RuntimeException garbage) {
            // Whatever is wrong with it, it must stand in the way of no other target.
            throw new UnreadableStateException(item.get("pk").s(), garbage);
        }
    }

    private static AlertState read(Map<String, AttributeValue> item) {
        SortedMap<String, RegionWord> words = new TreeMap<>();
        item.get("words")
                .m()
                .forEach((region, word) -> words.put(
                        region,
                        new RegionWord(
                                Severity.valueOf(word.m().get("severity").s()),
                                instant(word.m().get("at")))));
        List<PendingNotice> pending = item.get(PENDING).m().values().stream()
                .map(AttributeValue::m)
                .sorted(Comparator.comparingLong(
                        waiting -> Long.parseLong(waiting.get("order").n())))
                .map(waiting -> new PendingNotice(
                        NoticeCodec.decode(waiting.get("notice").s()), instant(waiting.get(LEASE))))
                .toList();
        return new AlertState(
                item.get("pk").s().substring(PARTITION.length()),
                Long.parseLong(item.get(VERSION).n()),
                words,
                Severity.valueOf(item.get("told").s()),
                Optional.ofNullable(item.get("openedAt")).map(AlertItem::instant),
                pending);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(String.valueOf(value));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static Instant instant(AttributeValue epochMillis) {
        return Instant.ofEpochMilli(Long.parseLong(epochMillis.n()));
    }
}
