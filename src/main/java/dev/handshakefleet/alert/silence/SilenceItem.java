package dev.handshakefleet.alert.silence;

import static dev.handshakefleet.aws.ItemAttributes.millis;
import static dev.handshakefleet.aws.ItemAttributes.number;
import static dev.handshakefleet.aws.ItemAttributes.requiredMillis;
import static dev.handshakefleet.aws.ItemAttributes.requiredNumber;
import static dev.handshakefleet.aws.ItemAttributes.requiredText;
import static dev.handshakefleet.aws.ItemAttributes.seconds;
import static dev.handshakefleet.aws.ItemAttributes.text;

import dev.handshakefleet.aws.TablePartitions;
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
    static final String SUPPRESSED = "suppressed";
    static final AttributeValue PARTITION = text(TablePartitions.SILENCES);

    /** How long a silence is stored after its end, so that a missing notice can still be explained. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private SilenceItem() {}

    static Map<String, AttributeValue> key(String id) {
        return TablePartitions.key(TablePartitions.SILENCES, id);
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
        item.put(SUPPRESSED, number(silence.suppressed()));
        item.put(TablePartitions.EXPIRY, expiry(silence.end()));
        return item;
    }

    /** @return the silence; empty where the item is not a silence. Unknown attributes are skipped. */
    static Optional<Silence> decode(Map<String, AttributeValue> item) {
        try {
            return Optional.of(new Silence(
                    requiredText(item, TablePartitions.SORT_KEY),
                    new SilenceMatcher(text(item, "target"), text(item, "tag"), text(item, "check")),
                    requiredMillis(item, "start"),
                    requiredMillis(item, END),
                    requiredText(item, "reason"),
                    text(item, "by"),
                    requiredMillis(item, "createdAt"),
                    requiredNumber(item, SUPPRESSED)));
        } catch (RuntimeException unreadable) {
            // Any fault of one item must not affect another silence.
            return Optional.empty();
        }
    }

    static AttributeValue expiry(Instant end) {
        return seconds(end.plus(RETENTION));
    }
}
