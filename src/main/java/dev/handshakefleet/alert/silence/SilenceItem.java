package dev.handshakefleet.alert.silence;

import dev.handshakefleet.alert.state.AlertItem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes a silence as a DynamoDB item. All of its attribute names are here.
 *
 * <pre>
 *   pk silence   sk id   expiresAt N (epoch s)   start, end, createdAt N (epoch ms)   suppressed N
 *   target, tag, check S, at least one   reason S   by S, where known
 * </pre>
 */
final class SilenceItem {

    static final String END = "end";
    static final String EXPIRES_AT = "expiresAt";
    static final String SUPPRESSED = "suppressed";
    static final AttributeValue PARTITION = AttributeValue.fromS("silence");

    /** How long a silence is stored after its end, so that a missing notice can still be explained. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private SilenceItem() {}

    static Map<String, AttributeValue> key(String id) {
        return Map.of("pk", PARTITION, "sk", text(id));
    }

    static Map<String, AttributeValue> encode(Silence silence) {
        Map<String, AttributeValue> item = new HashMap<>(key(silence.id()));
        silence.matcher().target().ifPresent(glob -> item.put("target", text(glob)));
        silence.matcher().tag().ifPresent(tag -> item.put("tag", text(tag)));
        silence.matcher().check().ifPresent(glob -> item.put("check", text(glob)));
        item.put("start", millis(silence.start()));
        item.put(END, millis(silence.end()));
        item.put("reason", text(silence.reason()));
        silence.by().ifPresent(name -> item.put("by", text(name)));
        item.put("createdAt", millis(silence.createdAt()));
        item.put(SUPPRESSED, AlertItem.number(silence.suppressed()));
        item.put(EXPIRES_AT, expiry(silence.end()));
        return item;
    }

    /** @return the silence; empty where the item is not a silence. Unknown attributes are skipped. */
    static Optional<Silence> decode(Map<String, AttributeValue> item) {
        try {
            return Optional.of(new Silence(
                    item.get("sk").s(),
                    new SilenceMatcher(optional(item, "target"), optional(item, "tag"), optional(item, "check")),
                    instant(item, "start"),
                    instant(item, END),
                    item.get("reason").s(),
                    optional(item, "by"),
                    instant(item, "createdAt"),
                    Long.parseLong(item.get(SUPPRESSED).n())));
        } catch (RuntimeException garbage) {
            // Any fault of one item must not affect another silence.
            return Optional.empty();
        }
    }

    static AttributeValue expiry(Instant end) {
        return AlertItem.number(end.plus(RETENTION).getEpochSecond());
    }

    static AttributeValue millis(Instant instant) {
        return AlertItem.number(instant.toEpochMilli());
    }

    private static Instant instant(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(Long.parseLong(item.get(name).n()));
    }

    private static Optional<String> optional(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
